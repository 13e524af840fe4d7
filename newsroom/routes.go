package newsroom

import (
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

// routes is the one table of all that is served. Each part of the room has its
// own piece of it, beside its handlers.
func (r *Room) routes() []route {
	return slices.Concat(r.pageRoutes(), r.feedRoutes(), r.operationRoutes())
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
			t, err := routeFor(these, req.Method)
			if err != nil {
				w.Header().Set("Allow", strings.Join(methodsOf(these), ", "))
				return err
			}
			return t.serve(w, req)
		}))
	}
	return mux
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
