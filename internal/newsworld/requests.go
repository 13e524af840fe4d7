package newsworld

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Request is one request that a publisher received, and how it answered.
type Request struct {
	Publisher string // key
	At        time.Time
	Method    string
	Path      string // with its query
	Header    http.Header
	Status    int
	Bytes     int64 // of the body sent, as it went over the wire
}

// requestsKept bounds the log: a demo may run for days.
const requestsKept = 10_000

type requestLog struct {
	mu   sync.Mutex
	kept []Request
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) == requestsKept {
		l.kept = slices.Delete(l.kept, 0, requestsKept/2)
	}
	l.kept = append(l.kept, r)
}

// Requests returns what has been asked of the publishers, oldest first; of more
// than ten thousand requests only the later half at least.
func (w *World) Requests() []Request {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return slices.Clone(w.log.kept)
}

// answer counts what a handler answers.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

func (w *World) logged(p *publisher, next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: rw, status: http.StatusOK}
		at := time.Now()
		next.ServeHTTP(a, r)
		w.log.add(Request{
			Publisher: p.key, At: at, Method: r.Method, Path: r.URL.RequestURI(),
			Header: r.Header.Clone(), Status: a.status, Bytes: a.bytes,
		})
	})
}
