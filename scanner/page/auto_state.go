package page

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

// maxEntityDepth is how deep the objects of a normalised store lie.
const maxEntityDepth = 6

// maxAssigned is how many values of one script are looked at.
const maxAssigned = 16

// assignment is where a script gives a variable a value: window.__STATE__ = {...},
// or a key of one, or hands it to a queue: self.__next_f.push([...]).
var assignment = regexp.MustCompile(`(?:__[\w$]+|\b[A-Z_$]*(?:STATE|DATA|PROPS|CONTEXT)[A-Z_$]*|\w*(?:[sS]tate|[dD]ata|[pP]rops)\w*)["'\]]*\s*(?:=|\.push\()\s*`)

// states looks into what scripts draw the page from: Next.js (__NEXT_DATA__, and
// the pieces of __next_f), Nuxt (__NUXT__, __NUXT_DATA__), Apollo, and the states
// that others assign to a variable or keep as JSON.
func (w *jsonWalk) states(ctx context.Context, scripts []*html.Node) {
	var flight strings.Builder
	for _, n := range scripts {
		if ctx.Err() != nil {
			return
		}
		text := n.FirstChild.Data
		if strings.Contains(strings.ToLower(attribute(n, "type")), "json") {
			w.document(text, attribute(n, "id") == "__NUXT_DATA__")
			continue
		}
		for _, at := range assignment.FindAllStringIndex(text, maxAssigned) {
			v, ok := readLiteral(text[at[1]:])
			if !ok {
				continue
			}
			if piece, ok := flightPiece(text[at[0]:at[1]], v); ok {
				flight.WriteString(piece)
				continue
			}
			w.stateOf(v)
		}
	}
	w.flight(flight.String())
}

// document reads a script that is JSON.
func (w *jsonWalk) document(text string, flat bool) {
	var v any
	if json.NewDecoder(strings.NewReader(text)).Decode(&v) != nil {
		return
	}
	if list, ok := v.([]any); ok && flat {
		v = w.unflatten(list)
	}
	w.stateOf(v)
}

func (w *jsonWalk) stateOf(v any) {
	w.entities = map[string]map[string]any{}
	w.gather(v, 0)
	w.walkState(v, 0)
}

// flightPiece is a piece of what Next.js streams: self.__next_f.push([1, "..."]).
func flightPiece(call string, v any) (string, bool) {
	list, ok := v.([]any)
	if !ok || len(list) != 2 || !strings.Contains(call, "__next_f") {
		return "", false
	}
	piece, ok := list[1].(string)
	return piece, ok
}

// flightRow begins a row of that stream: its number in hexadecimal, and a value.
var flightRow = regexp.MustCompile(`(?:^|[\n ])[0-9a-f]{1,4}:[\[{]`)

func (w *jsonWalk) flight(text string) {
	for _, at := range flightRow.FindAllStringIndex(text, maxScriptNodes) {
		if v, ok := readLiteral(text[at[1]-1:]); ok {
			w.stateOf(v)
		}
		if w.nodes > maxScriptNodes {
			return
		}
	}
}

// unflatten restores what Nuxt 3 writes as one list, in which every number within
// an object is the place of a value. Values of values are followed two deep: a
// story, and its picture or author.
func (w *jsonWalk) unflatten(list []any) any {
	out := make([]any, 0, len(list))
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, w.restored(m, list, 2))
		}
	}
	return out
}

func (w *jsonWalk) restored(m map[string]any, list []any, depth int) map[string]any {
	out := make(map[string]any, len(m))
	for key, v := range m {
		n, ok := v.(float64)
		if w.nodes++; w.nodes > maxScriptNodes {
			break
		}
		if !ok || n < 0 || int(n) >= len(list) {
			continue
		}
		switch target := list[int(n)].(type) {
		case map[string]any:
			if depth > 0 {
				out[key] = w.restored(target, list, depth-1)
			}
		case []any:
		default:
			out[key] = target
		}
	}
	return out
}

// gather notes the objects of a normalised store, such as that of Apollo, by the
// keys under which lists refer to them.
func (w *jsonWalk) gather(v any, depth int) {
	m, ok := v.(map[string]any)
	if w.nodes++; !ok || depth > maxEntityDepth || w.nodes > maxScriptNodes {
		return
	}
	for key, e := range m {
		if inner, ok := e.(map[string]any); ok {
			if inner["__typename"] != nil || inner["id"] != nil || inner["_id"] != nil {
				w.entities[key] = inner
			}
			w.gather(inner, depth+1)
		}
	}
}

// meant returns the object that a reference leads to ({"__ref": "Article:1"},
// {"type": "id", "id": "Article:1"}, or the key alone), or the object itself.
func (w *jsonWalk) meant(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case string:
		m, ok := w.entities[v]
		return m, ok
	case map[string]any:
		for _, key := range []string{"__ref", "id"} {
			if ref, ok := v[key].(string); ok && (key == "__ref" || v["type"] == "id") {
				if m, ok := w.entities[ref]; ok {
					return m, true
				}
			}
		}
		return v, true
	}
	return nil, false
}

// walkState finds lists of at least three objects with an address and a headline:
// arrays, and objects that hold nothing else.
func (w *jsonWalk) walkState(v any, depth int) {
	if w.nodes++; w.nodes > maxScriptNodes || depth > maxScriptDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		w.listed(v)
		for _, e := range v {
			w.walkState(e, depth+1)
		}
	case map[string]any:
		keys := slices.SortedFunc(maps.Keys(v), byNumber)
		values := make([]any, 0, len(keys))
		for _, key := range keys {
			w.walkState(v[key], depth+1)
			values = append(values, v[key])
		}
		w.listed(values)
	}
}

// byNumber orders keys, those that end with numbers by these.
func byNumber(a, b string) int {
	x, y := strings.TrimRight(a, "0123456789"), strings.TrimRight(b, "0123456789")
	if x == y {
		first, _ := strconv.Atoi(a[len(x):])
		second, _ := strconv.Atoi(b[len(y):])
		if first != second {
			return first - second
		}
	}
	return strings.Compare(a, b)
}

// listed takes the stories of a list.
func (w *jsonWalk) listed(list []any) {
	var found []news.Item
	for _, e := range list {
		m, ok := w.meant(e)
		if node, inner := m["node"].(map[string]any); inner { // an edge of a GraphQL connection
			if m, ok = w.meant(node); !ok {
				continue
			}
		}
		if !ok {
			continue
		}
		if it, ok := w.item(m); ok && linkScore(webAddress(it.URL, nil), it.Title, w.r.page) > 0 {
			found = append(found, it)
		}
	}
	if len(found) >= 3 {
		for _, it := range found {
			w.add(it, &w.d.stated)
		}
	}
}
