package newsroom

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// Scope is what a request needs and a client may: each holds those before it.
type Scope int

const (
	ScopeNone  Scope = iota // open to everybody: whether the server is alive, and the door itself
	ScopeRead               // pages, feeds, answers of the API
	ScopeWrite              // corrections, scans now
	ScopeAdmin              // what is scanned: sources.yaml
)

// route is one thing that can be asked of the room.
type route struct {
	method  string // GET serves HEAD as well
	pattern string // of http.ServeMux, without a method
	scope   Scope
	serve   func(http.ResponseWriter, *http.Request) error
}

// maxBodies are the bytes that a request may send along, where that is not
// maxRequestBody.
var maxBodies = map[string]int64{"/api/v1/sources/opml": 4 << 20, "/sources/opml": 4 << 20}

// routes is the one table of all that is served. Each part of the room has its
// own piece of it, beside its handlers.
func (r *Room) routes() []route {
	return slices.Concat(r.pageRoutes(), r.feedRoutes(), r.apiRoutes(), r.imageRoutes(), r.doorRoutes(), r.operationRoutes())
}

// dispatcher sends each request to its route. A pattern without the method asked
// for says which ones it has.
func (r *Room) dispatcher(routes []route) http.Handler {
	mux := http.NewServeMux()
	byPattern := map[string][]route{}
	for _, t := range routes {
		byPattern[t.pattern] = append(byPattern[t.pattern], t)
	}
	for pattern, these := range byPattern {
		mux.Handle(pattern, r.answering(func(w http.ResponseWriter, req *http.Request) error {
			return r.dispatch(w, req, these)
		}))
	}
	return mux
}

// dispatch lets a request through to its route, if it may.
func (r *Room) dispatch(w http.ResponseWriter, req *http.Request, these []route) error {
	noteRoute(req.Context(), these[0].pattern)
	t, err := routeFor(these, req.Method)
	if err != nil {
		w.Header().Set("Allow", strings.Join(methodsOf(these), ", "))
		return err
	}
	most, ok := maxBodies[t.pattern]
	if !ok {
		most = maxRequestBody
	}
	req.Body = http.MaxBytesReader(w, req.Body, most)
	if admitted, err := r.admit(w, req, t.scope); err != nil || !admitted {
		return err
	}
	return t.serve(w, req)
}

// askedRoute is where the route of a request is noted, for those who count.
type askedRoute struct{ pattern string }

type routeKey struct{}

func withRoute(ctx context.Context, asked *askedRoute) context.Context {
	return context.WithValue(ctx, routeKey{}, asked)
}

func noteRoute(ctx context.Context, pattern string) {
	if asked, ok := ctx.Value(routeKey{}).(*askedRoute); ok {
		asked.pattern = pattern
	}
}

func routeFor(these []route, method string) (route, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	i := slices.IndexFunc(these, func(t route) bool { return t.method == method })
	if i < 0 {
		return route{}, &refusal{status: http.StatusMethodNotAllowed, text: "only " + listed(methodsOf(these)) + " are understood"}
	}
	return these[i], nil
}

// methodsOf lists what a pattern understands, in the order of the alphabet.
func methodsOf(these []route) []string {
	var methods []string
	for _, t := range these {
		methods = append(methods, t.method)
		if t.method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	slices.Sort(methods)
	return methods
}

// listed is "GET, HEAD and POST".
func listed(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
