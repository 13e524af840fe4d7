package newsroom

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"alsoread/news"
)

// Measures are sizes that only the program knows.
type Measures struct {
	StoreBytes int64 // of the database file
	WALBytes   int64 // of what is not yet written back into it
	Stories    int64 // ever kept
	Groups     int64 // ever made
}

// causes are what a scan may fail of. Labels come from fixed lists alone: an
// address or a message as a label would make a series of its own each time.
var causes = []string{"timeout", "dns", "connection", "http_4xx", "http_5xx", "gone", "too_large", "forbidden_address",
	"robots", "document", "store", "other"}

var statuses = []news.Status{news.StatusOK, news.StatusUnchanged, news.StatusFailed, news.StatusSkipped, news.StatusRetired}

// metrics are what the room counts, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry

	scans, errors *prometheus.CounterVec
	items         *prometheus.CounterVec
	bytes         prometheus.Counter
	articles      prometheus.Counter
	took, lag     prometheus.Histogram
	requests      *prometheus.CounterVec
	answered      *prometheus.HistogramVec
	images        *prometheus.CounterVec
}

func newMetrics(generator string) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		scans:    counters("alsoread_scans_total", "Scans that have ended, by how.", "status"),
		errors:   counters("alsoread_scan_errors_total", "Scans that have failed, by cause.", "cause"),
		items:    counters("alsoread_items_total", "Items of documents: listed, and of these new stories and updated ones.", "outcome"),
		bytes:    prometheus.NewCounter(prometheus.CounterOpts{Name: "alsoread_scan_bytes_total", Help: "Bytes of documents, decoded."}),
		articles: prometheus.NewCounter(prometheus.CounterOpts{Name: "alsoread_articles_total", Help: "Pages of stories that were read."}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "alsoread_scan_duration_seconds", Help: "Time from the beginning of a scan to its end.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 20, 60}}),
		lag: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "alsoread_scan_lag_seconds", Help: "Time from when a source was due to when its scan began.",
			Buckets: []float64{.1, 1, 5, 15, 60, 300, 900, 3600}}),
		requests: counters("alsoread_http_requests_total", "Requests that were answered.", "route", "method", "code"),
		answered: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "alsoread_http_request_duration_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, 1, 5, 20}}, []string{"route"}),
		images: counters("alsoread_images_total", "Images of stories that were asked for, by where they came from.", "from"),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "alsoread_build_info", Help: "1, with the version of the program."}, []string{"version"})
	build.WithLabelValues(generator).Set(1)
	m.registry.MustRegister(m.scans, m.errors, m.items, m.bytes, m.articles, m.took, m.lag, m.requests, m.answered, m.images, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, status := range statuses {
		m.scans.WithLabelValues(string(status))
	}
	for _, cause := range causes {
		m.errors.WithLabelValues(cause)
	}
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// scanned counts an ended scan.
func (m *metrics) scanned(s ScanReport) {
	if slices.Contains(statuses, s.Status) {
		m.scans.WithLabelValues(string(s.Status)).Inc()
	}
	if s.Error != "" {
		cause := s.Cause
		if !slices.Contains(causes, cause) {
			cause = "other"
		}
		m.errors.WithLabelValues(cause).Inc()
	}
	m.items.WithLabelValues("listed").Add(float64(s.Items))
	m.items.WithLabelValues("new").Add(float64(s.New))
	m.items.WithLabelValues("updated").Add(float64(s.Updated))
	m.bytes.Add(float64(s.Bytes))
	m.articles.Add(float64(s.Articles))
	m.took.Observe(s.Took.Seconds())
	if !s.Due.IsZero() {
		m.lag.Observe(max(0, s.At.Sub(s.Due).Seconds()))
	}
}

// answeredRequest counts a request by its route, never by its address.
func (m *metrics) answeredRequest(route, method string, code int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(code)).Inc()
	m.answered.WithLabelValues(route).Observe(took.Seconds())
}

// gauges are read when they are asked for.
type gauges struct{ room *Room }

var (
	pendingGauge  = prometheus.NewDesc("alsoread_scans_pending", "Sources that are due or being scanned.", nil, nil)
	activeGauge   = prometheus.NewDesc("alsoread_scans_active", "Sources that are being scanned.", nil, nil)
	followerGauge = prometheus.NewDesc("alsoread_event_clients", "Clients that follow events.", nil, nil)
	sourcesGauge  = prometheus.NewDesc("alsoread_sources", "Sources by health.", []string{"status"}, nil)
	bytesGauge    = prometheus.NewDesc("alsoread_store_bytes", "Size of the database, by file.", []string{"file"}, nil)
	storiesGauge  = prometheus.NewDesc("alsoread_stories_total", "Stories ever kept.", nil, nil)
	groupsGauge   = prometheus.NewDesc("alsoread_groups_total", "Groups ever made.", nil, nil)
)

func (g gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{pendingGauge, activeGauge, followerGauge, sourcesGauge, bytesGauge, storiesGauge, groupsGauge} {
		out <- d
	}
}

func (g gauges) Collect(out chan<- prometheus.Metric) {
	value := func(d *prometheus.Desc, kind prometheus.ValueType, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, kind, v, labels...)
	}
	now := g.room.progress.pending()
	value(pendingGauge, prometheus.GaugeValue, float64(now.Pending))
	value(activeGauge, prometheus.GaugeValue, float64(len(now.Active)))
	value(followerGauge, prometheus.GaugeValue, float64(g.room.events.following()))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if g.room.measure != nil {
		if m, err := g.room.measure(ctx); err == nil {
			value(bytesGauge, prometheus.GaugeValue, float64(m.StoreBytes), "database")
			value(bytesGauge, prometheus.GaugeValue, float64(m.WALBytes), "wal")
			value(storiesGauge, prometheus.CounterValue, float64(m.Stories))
			value(groupsGauge, prometheus.CounterValue, float64(m.Groups))
		}
	}
	list, err := g.room.sourceList(ctx)
	if err != nil {
		return // the metrics that are known are worth having
	}
	sources := list.all
	byHealth := map[string]int{healthOK: 0, healthFailing: 0, healthRetired: 0, healthUnscanned: 0, healthGone: 0, healthDisabled: 0}
	disabled := g.room.disabled()
	for i := range sources {
		byHealth[healthStatus(&sources[i], disabled[sources[i].Name])]++
	}
	for status, n := range byHealth {
		value(sourcesGauge, prometheus.GaugeValue, float64(n), status)
	}
}

// serveMetrics answers in the text format of Prometheus.
func (r *Room) serveMetrics(w http.ResponseWriter, req *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	promhttp.HandlerFor(r.metrics.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 4}).ServeHTTP(w, req)
	return nil
}
