package newsroom

import (
	"context"
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
	r.handler = r.guard(r.dispatcher(r.routes()))
	return r
}

func (r *Room) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.handler.ServeHTTP(w, req) }

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
