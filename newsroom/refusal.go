package newsroom

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an error that the client is told, in one line.
type refusal struct {
	status int
	text   string
	after  time.Duration // 429, 503: when to come back; 0: not said
}

func (e *refusal) Error() string { return e.text }

var (
	errNotFound = &refusal{status: http.StatusNotFound, text: "there is nothing at this address"}
	errBusy     = &refusal{status: http.StatusServiceUnavailable, text: "too much is asked for at once; please try again", after: 5 * time.Second}
	errInside   = &refusal{status: http.StatusInternalServerError, text: "this could not be read; the log of the server says why"}
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
			refuse(w, req, refused)
		case req.Context().Err() != nil:
			// The client has gone; nobody reads an answer.
		default:
			r.log.Error("a request failed", "path", req.URL.Path, "error", err)
			refuse(w, req, errInside)
		}
	})
}

// refuse says why a request is not answered: to programs that ask the API as
// problem details (RFC 9457), to everybody else as a line of text.
func refuse(w http.ResponseWriter, req *http.Request, e *refusal) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if e.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int((e.after+time.Second-1)/time.Second)))
	}
	if !strings.HasPrefix(req.URL.Path, apiRoot) {
		http.Error(w, e.text, e.status)
		return
	}
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(e.status)
	// Nothing is to be done where the client does not take it.
	_ = json.NewEncoder(w).Encode(problem{Type: "about:blank", Title: http.StatusText(e.status), Status: e.status, Detail: e.text})
}

// problem is the body of a refusal (RFC 9457). Its type says no more than the
// status does.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// apiRoot is the beginning of every address that programs ask.
const apiRoot = "/api/"
