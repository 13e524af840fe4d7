package sources

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alsoread/news"
)

// place is a value together with the key it stands under.
type place struct {
	key  string // as faults name it: "select.item", "tags[2]"
	node *node
	// secret values are hidden in excerpts and never quoted.
	secret bool
}

// under returns the place of a key of the mapping p.
func (p place) under(key string, n *node) place {
	if p.key != "" {
		key = p.key + "." + key
	}
	return place{key, n, p.secret}
}

// item returns the place of the item at index i of the list p.
func (p place) item(i int, n *node) place {
	return place{fmt.Sprintf("%s[%d]", p.key, i+1), n, p.secret}
}

// reader collects what is wrong while it reads values. Its methods report a
// fault and go on: whoever calls them learns only whether there is a value.
type reader struct {
	path   string
	lines  *layout
	env    func(string) (string, bool) // nil: references stay as they are written
	source string                      // the source that is being read, for faults
	faults []Fault
	full   bool         // there were more than maxFaults
	bad    map[int]bool // lines, from 0, that the layout has reported

	zones      map[string]*time.Location
	timetables map[specKey]timetable
}

func newReader(path string, lines *layout, env func(string) (string, bool)) *reader {
	return &reader{
		path: path, lines: lines, env: env,
		bad:        make(map[int]bool),
		zones:      map[string]*time.Location{"UTC": time.UTC},
		timetables: make(map[specKey]timetable),
	}
}

// fault reports what is wrong at a place.
func (r *reader) fault(p place, format string, args ...any) {
	r.faultAt(p.node.line, p.node.column, p.key, p.secret, fmt.Sprintf(format, args...))
}

func (r *reader) faultAt(line, column int, key string, secret bool, what string) {
	if len(r.faults) >= maxFaults {
		r.full = true
		return
	}
	f := Fault{Path: r.path, Line: line, Column: column, Source: r.source, Key: bounded(key), What: bounded(what)}
	if line > 0 && line <= r.lines.lines() {
		f.Excerpt = excerpt(line, string(r.lines.line(line-1)), column, secret)
	}
	r.faults = append(r.faults, f)
}

// err returns all that was wrong, in the order of the file, or nil.
func (r *reader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	sortFaults(r.faults)
	if r.full {
		r.faults = append(r.faults, Fault{Path: r.path, What: fmt.Sprintf("there is more; these are the first %d faults", maxFaults)})
	}
	return Faults(r.faults)
}

// setters are the known keys of a mapping and what each does with its value.
type setters[T any] map[string]func(*reader, *T, place)

// readMap reads a mapping into dst: each key once, unknown ones reported with
// what may have been meant.
func readMap[T any](r *reader, dst *T, at place, known setters[T]) {
	for name, value := range r.mapping(at, len(known)+maxUnknown) {
		set, found := known[name.text]
		if !found {
			r.fault(place{key: at.key, node: name}, "unknown key %s%s", quote(name.text), suggest(name.text, known))
			continue
		}
		set(r, dst, at.under(name.text, value))
	}
}

// maxUnknown is how many keys beyond the known ones a mapping may have before
// it is refused without looking at each.
const maxUnknown = 50

// mapping yields the keys and values of a mapping, without those that stand
// there a second time.
func (r *reader) mapping(at place, limit int) func(yield func(key, value *node) bool) {
	return func(yield func(key, value *node) bool) {
		if at.node.kind != mapNode {
			r.fault(at, "wants a mapping (key: value), not %s", r.show(at))
			return
		}
		if len(at.node.pairs) > limit {
			r.fault(at, "has %d keys; at most %d are taken", len(at.node.pairs), limit)
			return
		}
		seen := make(map[string]*node, len(at.node.pairs))
		for _, p := range at.node.pairs {
			if first := seen[p.key.text]; first != nil {
				r.fault(place{key: at.key, node: p.key}, "the key %s stands here a second time; the first is on line %d", quote(p.key.text), first.line)
				continue
			}
			seen[p.key.text] = p.key
			if !yield(p.key, p.value) {
				return
			}
		}
	}
}

// list returns the items of a list.
func (r *reader) list(at place, limit int) []place {
	switch {
	case at.node.kind != listNode:
		r.fault(at, "wants a list, such as [one, two], not %s", r.show(at))
		return nil
	case len(at.node.items) > limit:
		r.fault(at, "has %d items; at most %d are taken", len(at.node.items), limit)
		return nil
	}
	places := make([]place, len(at.node.items))
	for i, n := range at.node.items {
		places[i] = at.item(i, n)
	}
	return places
}

// show names a value in a message, unless it is secret.
func (r *reader) show(at place) string {
	if at.secret && at.node.kind <= truthNode {
		return "this"
	}
	return at.node.what()
}

// suggest says which known key may have been meant.
func suggest[T any](name string, known setters[T]) string {
	names := make([]string, 0, len(known))
	for key := range known {
		names = append(names, key)
	}
	slices.Sort(names)
	if meant := synonyms[strings.ToLower(name)]; slices.Contains(names, meant) {
		return "; did you mean " + meant + "?"
	}
	if meant := nearest(strings.ReplaceAll(name, "-", "_"), names); meant != "" {
		return "; did you mean " + meant + "?"
	}
	return "; known are " + strings.Join(names, ", ")
}

// synonyms are keys of other programs' files.
var synonyms = map[string]string{
	"feed": "url", "link": "url", "href": "url", "xmlurl": "url", "feed_url": "url",
	"title": "name", "label": "name", "id": "name",
	"cron": "schedule", "interval": "schedule", "every": "schedule", "frequency": "schedule", "refresh": "schedule",
	"category": "tags", "categories": "tags", "tag": "tags", "folder": "tags", "labels": "tags",
	"type": "kind", "selector": "select", "selectors": "select", "enabled": "disabled", "tz": "timezone",
	"username": "user", "pass": "password", "cookie": "cookies", "header": "headers", "limit": "max_items",
	"date": "time", "published": "time", "content": "body", "feeds": "sources", "source": "sources", "default": "defaults",
}

// nearest returns the candidate that is at most two typing errors away from
// name, or a third of its length, "" when there is none. Case does not count.
func nearest(name string, candidates []string) string {
	name = strings.ToLower(name)
	if len(name) > 40 {
		return ""
	}
	best, least := "", min(2, len(name)/3)+1
	for _, candidate := range candidates {
		if len(candidate) >= len(name)+least || len(name) >= len(candidate)+least {
			continue
		}
		if d := distance(name, strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance is the number of characters to insert, delete, replace or swap with
// their neighbour that turn a into b (optimal string alignment).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			rows[i][j] = min(change, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// setTo makes a setter of a method that reads one value and a field to put it into.
func setTo[T, V any](read func(*reader, place) (V, bool), field func(*T) *V) func(*reader, *T, place) {
	return func(r *reader, dst *T, at place) {
		if v, ok := read(r, at); ok {
			*field(dst) = v
		}
	}
}

// kinds are the values of the key kind.
var kinds = []news.Kind{news.KindAuto, news.KindFeed, news.KindPage, news.KindSitemap}
