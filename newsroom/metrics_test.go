package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"alsoread/news"
)

func TestMetrics(t *testing.T) {
	o := wholeOptions()
	o.Measure = func(context.Context) (Measures, error) {
		return Measures{StoreBytes: 4096, WALBytes: 32, Stories: 100, Groups: 8}, nil
	}
	o.Scanning = func() ScanProgress { return ScanProgress{Pending: 5, Active: []string{"a", "b"}} }
	room := New(o)
	room.Scanned(ScanReport{Source: "Harbour", Status: news.StatusOK, Due: at(1), At: at(1).Add(4 * time.Second), Took: time.Second, Bytes: 1000, Items: 30, New: 3, Updated: 1, Articles: 2})
	room.Scanned(ScanReport{Source: "Hill", Status: news.StatusFailed, At: at(1), Error: "fetch: timeout of https://hill.example/secret", Cause: "timeout"})
	room.Scanned(ScanReport{Source: "Dale", Status: news.StatusFailed, At: at(1), Error: "x", Cause: "https://dale.example/made/up"})
	get(room, "/feeds/tag/world.rss?q=ferry")
	get(room, "/nothing/of/that/name")
	do(room, "BREW", "/")
	text := body(t, get(room, "/metrics"))
	for _, want := range []string{
		`alsoread_scans_total{status="ok"} 1`, `alsoread_scans_total{status="failed"} 2`, `alsoread_scans_total{status="retired"} 0`,
		`alsoread_scan_errors_total{cause="timeout"} 1`, `alsoread_scan_errors_total{cause="other"} 1`, `alsoread_scan_errors_total{cause="dns"} 0`,
		`alsoread_items_total{outcome="new"} 3`, `alsoread_items_total{outcome="updated"} 1`, `alsoread_items_total{outcome="listed"} 30`,
		`alsoread_scan_bytes_total 1000`, `alsoread_articles_total 2`, `alsoread_scan_lag_seconds_bucket{le="5"} 1`, `alsoread_scan_lag_seconds_count 1`,
		`alsoread_scan_duration_seconds_count 3`, `alsoread_scans_pending 5`, `alsoread_scans_active 2`, `alsoread_event_clients 0`,
		`alsoread_sources{status="failing"} 1`, `alsoread_sources{status="gone"} 1`, `alsoread_store_bytes{file="database"} 4096`, `alsoread_store_bytes{file="wal"} 32`,
		`alsoread_stories_total 100`, `alsoread_groups_total 8`, `alsoread_build_info{version="alsoread"} 1`, "go_goroutines ", "process_open_fds ",
		`alsoread_http_requests_total{code="200",method="GET",route="/feeds/{kind}/{file}"} 1`, `alsoread_http_requests_total{code="405",method="other",route="/{$}"} 1`,
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, not := range []string{"example", "ferry", "Harbour", "of/that/name"} {
		if strings.Contains(text, not) {
			t.Errorf("the metrics name %s", not)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "alsoread_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// Whatever is asked, the series stay few.
func TestMetricsAreBounded(t *testing.T) {
	room := New(wholeOptions())
	for i := range 500 {
		do(room, fmt.Sprint("M", i), fmt.Sprint("/x", i))
		get(room, fmt.Sprint("/feeds/tag/", i, ".rss"))
		room.Scanned(ScanReport{Source: fmt.Sprint(i), Status: news.Status(fmt.Sprint(i)), Error: "x", Cause: fmt.Sprint(i)})
	}
	families, err := room.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if n := len(f.GetMetric()); strings.HasPrefix(f.GetName(), "alsoread_") && n > 30 {
			t.Errorf("%s has %d series", f.GetName(), n)
		}
	}
}

// A request leaves one line, without what was asked or shown.
func TestRequestLog(t *testing.T) {
	var log bytes.Buffer
	room := New(Options{Store: newFake(), Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	get(room, "/feeds/search.rss?q=a+private+matter", "Cookie", "alsoread=sesame", "Authorization", "Bearer sesame")
	get(room, "/a%0ab?x=1")
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "method=GET path=/feeds/search.rss status=200 bytes=") || !strings.Contains(lines[0], "took=") {
		t.Errorf("log\n%s", &log)
	}
	if strings.Contains(log.String(), "private") || strings.Contains(log.String(), "sesame") {
		t.Errorf("too much is logged:\n%s", &log)
	}
	log.Reset()
	get(New(Options{Store: newFake(), Log: slog.New(slog.NewTextHandler(&log, nil))}), "/")
	if log.Len() > 0 {
		t.Errorf("at info level: %s", &log)
	}
}
