package news

import (
	"bytes"
	"slices"
	"strings"
)

// pair is one name=value of a query: offsets into the text it was written to.
type pair struct {
	start, name, end int // the name is [start:name]
	session          bool
}

// appendQuery appends the canonical query with its "?", or nothing when no
// parameter is left: escapes normalised, trackers dropped, the rest sorted by
// name. Parameters of one name keep their order, since that may mean something.
// story says that the path names the story by itself.
func appendQuery(dst []byte, raw string, story bool) []byte {
	if raw == "" {
		return dst
	}
	var room [16]pair
	start := len(dst)
	dst = append(dst, '?')
	dst, pairs := appendPairs(dst, room[:0], raw, story)
	pairs = dropSessionPairs(dst, pairs, story)
	if len(pairs) == 0 {
		return dst[:start]
	}
	return arrange(dst, start+1, pairs)
}

// appendPairs appends every parameter that is kept, each with a "&" after it.
func appendPairs(dst []byte, pairs []pair, raw string, story bool) ([]byte, []pair) {
	for raw != "" {
		one := raw
		if i := strings.IndexByte(raw, '&'); i >= 0 {
			one, raw = raw[:i], raw[i+1:]
		} else {
			raw = ""
		}
		p := pair{start: len(dst)}
		dst, p = appendPair(dst, p, one)
		if p.end == p.start {
			continue
		}
		verdict := judge(dst[p.start:p.name], value(dst, p), story)
		if verdict == dropped {
			dst = dst[:p.start]
			continue
		}
		p.session = verdict == droppedBesideOthers
		pairs = append(pairs, p)
		dst = append(dst, '&')
	}
	return dst, pairs
}

// appendPair appends one parameter. "a=" and "a" are one: no value.
func appendPair(dst []byte, p pair, raw string) ([]byte, pair) {
	name, text := raw, ""
	if i := strings.IndexByte(raw, '='); i >= 0 {
		name, text = raw[:i], raw[i+1:]
	}
	dst = appendEscaped(dst, name, inQuery)
	p.name = len(dst)
	if text != "" {
		dst = appendEscaped(append(dst, '='), text, inQuery)
	}
	p.end = len(dst)
	return dst, p
}

func value(text []byte, p pair) []byte {
	if p.name == p.end {
		return nil
	}
	return text[p.name+1 : p.end]
}

// dropSessionPairs removes what looks like a session id where something else
// names the page: alone in its query it may be the id of the story.
func dropSessionPairs(text []byte, pairs []pair, story bool) []pair {
	isSession := func(p pair) bool { return p.session }
	if !slices.ContainsFunc(pairs, isSession) {
		return pairs
	}
	if !story && !slices.ContainsFunc(pairs, func(p pair) bool { return !p.session }) {
		return pairs
	}
	return slices.DeleteFunc(pairs, isSession)
}

// arrange writes the pairs from start on in the order of their names.
func arrange(text []byte, start int, pairs []pair) []byte {
	byName := func(a, b pair) int {
		return bytes.Compare(text[a.start:a.name], text[b.start:b.name])
	}
	last := pairs[len(pairs)-1]
	if slices.IsSortedFunc(pairs, byName) && contiguous(start, pairs) {
		return text[:last.end]
	}
	slices.SortStableFunc(pairs, byName)
	var room [256]byte
	sorted := room[:0]
	for i, p := range pairs {
		if i > 0 {
			sorted = append(sorted, '&')
		}
		sorted = append(sorted, text[p.start:p.end]...)
	}
	return append(text[:start], sorted...)
}

// contiguous tells whether the pairs stand side by side from start on.
func contiguous(start int, pairs []pair) bool {
	for _, p := range pairs {
		if p.start != start {
			return false
		}
		start = p.end + 1
	}
	return true
}
