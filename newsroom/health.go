package newsroom

import (
	"context"
	"net/http"
	"time"

	"alsoread/news"
)

// operationRoutes are for those who run the server.
func (r *Room) operationRoutes() []route {
	return []route{
		{"GET", "/healthz", ScopeNone, r.healthy},
		{"GET", "/readyz", ScopeNone, r.ready},
		{"GET", "/metrics", ScopeRead, r.serveMetrics},
	}
}

// healthy answers whether the process is alive and the data can be read.
func (r *Room) healthy(w http.ResponseWriter, req *http.Request) error {
	if err := r.readable(req.Context()); err != nil {
		return err
	}
	return sayOK(w)
}

// ready answers whether requests should be sent here: the data can be read, and
// the program is not about to end.
func (r *Room) ready(w http.ResponseWriter, req *http.Request) error {
	if r.draining.Load() {
		return &refusal{status: http.StatusServiceUnavailable, text: "the program is about to end", after: 5 * time.Second}
	}
	return r.healthy(w, req)
}

func (r *Room) readable(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for _, err := range r.store.Stories(ctx, news.Query{Limit: 1}) {
		if err != nil {
			r.log.Error("the health check failed", "error", err)
			return &refusal{status: http.StatusServiceUnavailable, text: "the database cannot be read", after: 5 * time.Second}
		}
	}
	return nil
}

func sayOK(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// Drain says that the program is about to end: /readyz refuses, and those who
// follow events are sent away, who would otherwise hold it up.
func (r *Room) Drain() {
	r.draining.Store(true)
	r.events.close()
}
