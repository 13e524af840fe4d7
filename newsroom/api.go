package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// apiRoutes are for programs: docs/api.md, and openapi.json, which a test keeps
// equal to this table.
func (r *Room) apiRoutes() []route {
	return []route{
		{"GET", "/api/v1/openapi.json", ScopeRead, r.openAPI},
		{"GET", "/api/v1/stories", ScopeRead, r.apiStories},
		{"GET", "/api/v1/stories/{id}", ScopeRead, r.apiStory},
		{"GET", "/api/v1/stories/{id}/revisions", ScopeRead, r.apiRevisions},
		{"GET", "/api/v1/search", ScopeRead, r.apiSearch},
		{"GET", "/api/v1/groups", ScopeRead, r.apiGroups},
		{"GET", "/api/v1/groups/{id}", ScopeRead, r.apiGroup},
		{"GET", "/api/v1/trends", ScopeRead, r.apiTrends},
		{"GET", "/api/v1/sources", ScopeRead, r.apiSources},
		{"POST", "/api/v1/sources", ScopeAdmin, r.apiAddSource},
		{"GET", "/api/v1/sources/{id}", ScopeRead, r.apiSource},
		{"PATCH", "/api/v1/sources/{id}", ScopeAdmin, r.apiChangeSource},
		{"DELETE", "/api/v1/sources/{id}", ScopeAdmin, r.apiRemoveSource},
		{"POST", "/api/v1/sources/preview", ScopeAdmin, r.apiPreview},
		{"POST", "/api/v1/sources/opml", ScopeAdmin, r.apiImportOPML},
		{"GET", "/api/v1/scans", ScopeRead, r.apiScans},
		{"POST", "/api/v1/scans", ScopeWrite, r.apiScanNow},
		{"GET", "/api/v1/corrections", ScopeRead, r.apiCorrections},
		{"POST", "/api/v1/corrections", ScopeWrite, r.apiCorrect},
		{"POST", "/api/v1/corrections/{id}/undo", ScopeWrite, r.apiUndo},
		{"POST", "/api/v1/reading", ScopeWrite, r.apiMark},
		{"POST", "/api/v1/reading/through", ScopeWrite, r.apiMarkThrough},
		{"GET", "/api/v1/events", ScopeRead, r.stream},
	}
}

// ErrNotFound is what the room's interfaces return for a thing that is not there.
var ErrNotFound = errors.New("there is no such thing")

// Refused is an error of the room's interfaces that the client is to be told:
// what it asked for cannot be done.
type Refused struct{ Why string }

func (e *Refused) Error() string { return e.Why }

// errOff answers for a part that this daemon does not run.
var errOff = &refusal{status: http.StatusNotImplemented, text: "this server does not do that"}

// found turns what an interface says of a request into what the client is told.
func found(err error) error {
	var refused *Refused
	switch {
	case errors.Is(err, ErrNotFound):
		return errNotFound
	case errors.As(err, &refused):
		return &refusal{status: http.StatusUnprocessableEntity, text: refused.Why}
	}
	return err
}

// answerJSON sends what make returns. A client that has the same is told so.
func (r *Room) answerJSON(w http.ResponseWriter, req *http.Request, make func(context.Context) (any, error)) error {
	return r.answer(w, req, document{contentType: "application/json", make: func(ctx context.Context, w io.Writer) error {
		content, err := make(ctx)
		if err != nil {
			return found(err)
		}
		return writeJSON(w, content)
	}})
}

// done answers a request that changed something.
func (r *Room) done(w http.ResponseWriter, status int, content any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The change is made; a client that has gone does not undo it.
	_ = writeJSON(w, content)
	return nil
}

func writeJSON(w io.Writer, content any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(content)
}

// readJSON reads the body of a request. Keys that are not known are refused: a
// misspelt one would otherwise do nothing, silently.
func readJSON(req *http.Request, into any) error {
	kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if kind != "application/json" {
		return &refusal{status: http.StatusUnsupportedMediaType, text: "the body must be application/json"}
	}
	d := json.NewDecoder(req.Body)
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("more follows behind the value")
		}
	}
	return badBody(err)
}

func badBody(err error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return &refusal{status: http.StatusRequestEntityTooLarge, text: fmt.Sprintf("the body is over %d bytes", large.Limit)}
	}
	return &refusal{status: http.StatusBadRequest, text: "the body cannot be read: " + cut(err.Error(), 200)}
}

// stamp is a time in JSON: RFC 3339 in UTC, absent when unknown.
func stamp(t time.Time) *time.Time {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

// list is never null in JSON.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
