package newsroom

import (
	"context"
	"crypto/rand"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"alsoread/news"
)

// Store is what the newsroom reads from. Its methods are called from many
// goroutines at once.
type Store interface {
	// Stories lists the stories that q selects, newest first.
	Stories(ctx context.Context, q news.Query) iter.Seq2[news.Story, error]
	// Sources lists all sources, those that are gone included.
	Sources(ctx context.Context) ([]news.SourceState, error)
}

// Options says what is served and to whom. Only Store is needed; what another
// part is not given for is answered by 501.
type Options struct {
	Store Store

	// Version names the present state of the data and tells when it came
	// about: while the name stays, so does every feed. It saves making a
	// document that the client has already. Nil: every document is made, and
	// compared by its content.
	Version func(context.Context) (name string, changed time.Time, err error)

	Revisions func(ctx context.Context, story int64) ([]news.Revision, error) // what a story said before, oldest first
	LastStory func(context.Context) (int64, error)                            // the number of the story that came last; 0: none
	Coverage  Coverage
	Groups    GroupReader
	Ties      TieReader
	Calendar  Calendar
	Languages Languages // nil: the front page offers none
	Corrector Corrector
	Desk      Desk
	Reader    Reader // nil: nothing is marked as read or saved
	Scanning  func() ScanProgress
	Measure   func(context.Context) (Measures, error)
	Pictures  Pictures // nil: no images of stories are shown

	Keys     Keys          // nil: everybody may enter
	Sessions SessionKeeper // nil: who has signed in does so again after a restart
	Secret   []byte        // seals cursors; empty: made at random, so that they end with the process

	Title     string         // of the newsroom; "alsoread" when empty
	BaseURL   string         // where clients reach it, such as https://news.example/feeds/; empty: as the request says
	Hosts     []string       // names, besides those of the loopback and of BaseURL, under which clients may ask
	Generator string         // program and version, for feeds; "alsoread" when empty
	Zone      *time.Location // of times on pages and of days in searches; UTC when nil
	Log       *slog.Logger   // nil: nothing is logged
}

// Room is the handler that New makes.
type Room struct {
	store     Store
	version   func(context.Context) (string, time.Time, error)
	revisions func(context.Context, int64) ([]news.Revision, error)
	lastStory func(context.Context) (int64, error)
	measure   func(context.Context) (Measures, error)
	coverage  Coverage
	corrector Corrector
	desk      Desk
	reader    Reader
	pictures  Pictures
	keys      Keys
	secret    []byte

	title     string
	base      string // ends in "/"; empty: as the request says
	hosts     map[string]bool
	generator string
	zone      *time.Location
	log       *slog.Logger

	handler  http.Handler
	pages    *pages
	metrics  *metrics
	events   *events
	progress progress
	images   *images
	tries    *tries
	sessions *sessions
	woken    chan struct{} // Watch is to look at the store
	draining atomic.Bool
	making   chan struct{} // places for documents being made
	held     atomic.Int64  // bytes of documents being sent
}

// New returns the handler. It panics when there is no store, or when BaseURL is
// no http or https address: these are mistakes of the program.
func New(o Options) *Room {
	if o.Store == nil {
		panic("newsroom: no store")
	}
	r := &Room{
		store: o.Store, version: o.Version, revisions: o.Revisions, lastStory: o.LastStory, measure: o.Measure, coverage: o.Coverage,
		corrector: o.Corrector, desk: o.Desk, reader: o.Reader, pictures: o.Pictures, keys: o.Keys, secret: o.Secret,
		title: orElse(o.Title, "alsoread"), generator: orElse(o.Generator, "alsoread"), hosts: make(map[string]bool), zone: o.Zone, log: o.Log,
		events: newEvents(), progress: progress{look: o.Scanning}, images: newImages(), tries: newTries(),
		woken: make(chan struct{}, 1), making: make(chan struct{}, documentsAtOnce), pages: newPages(o),
	}
	if r.zone == nil {
		r.zone = time.UTC
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if len(r.secret) == 0 {
		r.secret = make([]byte, 32)
		rand.Read(r.secret) // never fails
	}
	r.sessions = newSessions(o.Sessions, r.log)
	r.sessions.begun(r.keys)
	r.name(o)
	r.metrics = newMetrics(r.generator)
	r.metrics.registry.MustRegister(gauges{r})
	r.handler = r.observing(r.guard(r.dispatcher(r.routes())))
	return r
}

// name takes the names under which clients may ask.
func (r *Room) name(o Options) {
	for _, host := range o.Hosts {
		r.hosts[hostName(host)] = true
	}
	if o.BaseURL == "" {
		return
	}
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		panic("newsroom: base URL " + o.BaseURL + " is no http or https address")
	}
	r.base = strings.TrimSuffix(o.BaseURL, "/") + "/"
	r.hosts[hostName(u.Host)] = true
}

func (r *Room) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.handler.ServeHTTP(w, req) }

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
