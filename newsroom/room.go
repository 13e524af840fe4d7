package newsroom

import (
	"context"
	"errors"
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

// Options says what is served and to whom. Only Store is needed.
type Options struct {
	Store Store

	// Version names the present state of the data and tells when it came
	// about: while the name stays, so does every feed. It saves making a
	// document that the client has already. Nil: every document is made, and
	// compared by its content.
	Version func(context.Context) (name string, changed time.Time, err error)

	Title     string         // of the newsroom; "alsoread" when empty
	BaseURL   string         // where clients reach it, such as https://news.example/feeds/; empty: as the request says
	Hosts     []string       // names, besides those of the loopback and of BaseURL, under which clients may ask
	Generator string         // program and version, for feeds; "alsoread" when empty
	Zone      *time.Location // of times on pages; UTC when nil
	Log       *slog.Logger   // nil: nothing is logged
}

// Room is the handler that New makes.
type Room struct {
	store     Store
	version   func(context.Context) (string, time.Time, error)
	title     string
	base      string // ends in "/"; empty: as the request says
	hosts     map[string]bool
	generator string
	zone      *time.Location
	log       *slog.Logger

	handler http.Handler
	making  chan struct{} // places for documents being made
	held    atomic.Int64  // bytes of documents being sent
}

// New returns the handler. It panics when there is no store, or when BaseURL is
// no http or https address: these are mistakes of the program.
func New(o Options) *Room {
	if o.Store == nil {
		panic("newsroom: no store")
	}
	r := &Room{
		store: o.Store, version: o.Version, title: orElse(o.Title, "alsoread"), generator: orElse(o.Generator, "alsoread"),
		hosts: make(map[string]bool), zone: o.Zone, log: o.Log, making: make(chan struct{}, documentsAtOnce),
	}
	if r.zone == nil {
		r.zone = time.UTC
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	for _, host := range o.Hosts {
		r.hosts[hostName(host)] = true
	}
	if o.BaseURL != "" {
		u, err := url.Parse(o.BaseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			panic("newsroom: base URL " + o.BaseURL + " is no http or https address")
		}
		r.base = strings.TrimSuffix(o.BaseURL, "/") + "/"
		r.hosts[hostName(u.Host)] = true
	}
	r.handler = r.guard(r.routes())
	return r
}

func (r *Room) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.handler.ServeHTTP(w, req) }

func (r *Room) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request) error{
		"/{$}":                 r.index,
		"/feeds/{file}":        r.feed,
		"/feeds/{kind}/{file}": r.feed,
		"/opml":                r.opml,
		"/about/json-feed":     r.aboutJSONFeed,
		"/healthz":             r.health,
		"/":                    func(http.ResponseWriter, *http.Request) error { return errNotFound },
	} {
		mux.Handle(pattern, r.answering(serve))
	}
	return mux
}

// refusal is an error that the client is told, in one line.
type refusal struct {
	status int
	text   string
}

func (e *refusal) Error() string { return e.text }

var (
	errNotFound = &refusal{http.StatusNotFound, "there is nothing at this address"}
	errBusy     = &refusal{http.StatusServiceUnavailable, "too much is asked for at once; please try again"}
)

// answering turns errors into answers. What is not a refusal is logged, and
// the client is told nothing about it.
func (r *Room) answering(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		err := serve(w, req)
		var refused *refusal
		switch {
		case err == nil:
		case errors.As(err, &refused):
			refuse(w, refused)
		case req.Context().Err() != nil:
			// The client has gone; nobody reads an answer.
		default:
			r.log.Error("a request failed", "path", req.URL.Path, "error", err)
			refuse(w, &refusal{http.StatusInternalServerError, "this could not be read; the log of the server says why"})
		}
	})
}

func refuse(w http.ResponseWriter, e *refusal) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if e.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "5")
	}
	http.Error(w, e.text, e.status)
}

// health answers whether the data can be read.
func (r *Room) health(w http.ResponseWriter, req *http.Request) error {
	ctx, cancel := context.WithTimeout(req.Context(), 3*time.Second)
	defer cancel()
	for _, err := range r.store.Stories(ctx, news.Query{Limit: 1}) {
		if err != nil {
			r.log.Error("the health check failed", "error", err)
			return &refusal{http.StatusServiceUnavailable, "the database cannot be read"}
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte("ok\n"))
	return err
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
