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
		{"GET", "/healthz", ScopeNone, r.health},
	}
}

// health answers whether the data can be read.
func (r *Room) health(w http.ResponseWriter, req *http.Request) error {
	ctx, cancel := context.WithTimeout(req.Context(), 3*time.Second)
	defer cancel()
	for _, err := range r.store.Stories(ctx, news.Query{Limit: 1}) {
		if err != nil {
			r.log.Error("the health check failed", "error", err)
			return &refusal{status: http.StatusServiceUnavailable, text: "the database cannot be read", after: 5 * time.Second}
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte("ok\n"))
	return err
}
