package newsroom

import (
	"log/slog"
	"net/http"
	"time"
)

// observing logs and counts every request. What is logged is the path: the
// question behind it may hold what a person looks for, and headers hold secrets.
func (r *Room) observing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		began := time.Now()
		seen := &observed{ResponseWriter: w, code: http.StatusOK}
		asked := &askedRoute{pattern: "none"}
		defer func() {
			took := time.Since(began)
			r.metrics.answeredRequest(asked.pattern, req.Method, seen.code, took)
			r.log.LogAttrs(req.Context(), slog.LevelDebug, "request", slog.String("method", req.Method), slog.String("path", req.URL.Path),
				slog.Int("status", seen.code), slog.Int64("bytes", seen.bytes), slog.Duration("took", took), slog.String("from", clientOf(req).String()))
		}()
		next.ServeHTTP(seen, req.WithContext(withRoute(req.Context(), asked)))
	})
}

// observed remembers what was answered.
type observed struct {
	http.ResponseWriter
	code  int
	bytes int64
	begun bool
}

func (o *observed) WriteHeader(code int) {
	if !o.begun {
		o.code, o.begun = code, true
	}
	o.ResponseWriter.WriteHeader(code)
}

func (o *observed) Write(b []byte) (int, error) {
	o.begun = true
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach deadlines and flushing.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }
