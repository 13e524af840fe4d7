package newsroom

import (
	"net/http"
	"strings"
	"time"
)

// condition is what a client says it has (RFC 9110 section 13.1). Dates count
// only where there are no tags.
type condition struct {
	tags  []string // as they came, W/ included
	since time.Time
}

// maxTags bounds the tags that are looked at in one request.
const maxTags = 16

func conditionOf(req *http.Request) condition {
	var c condition
	header := strings.Join(req.Header.Values("If-None-Match"), ",")
	if header == "" {
		c.since, _ = http.ParseTime(req.Header.Get("If-Modified-Since"))
		return c
	}
	for tag := range strings.SplitSeq(header, ",") { // our tags hold no comma
		if len(c.tags) < maxTags {
			c.tags = append(c.tags, strings.TrimSpace(tag))
		}
	}
	return c
}

// metByState reports whether the client has the document, by the state of the
// data alone, and the tag to repeat to it.
func (c condition) metByState(d document) (tag string, ok bool) {
	for _, tag := range c.tags {
		if state, _, ok := parts(tag); ok && d.state != "" && state == d.state {
			return tag, true
		}
	}
	known := !c.since.IsZero() && !d.changed.IsZero()
	return "", known && d.changed.Unix() <= c.since.Unix()
}

// metByHash reports whether the client has the document that was just made.
func (c condition) metByHash(hash string) (tag string, ok bool) {
	for _, tag := range c.tags {
		if _, h, ok := parts(tag); ok && h == hash || tag == "*" {
			return strings.TrimPrefix(tag, "*"), true
		}
	}
	return "", false
}

// parts splits a tag of ours. The comparison is a weak one (section 8.8.3.2),
// and proxies that compress add a suffix to the hash.
func parts(tag string) (state, hash string, ok bool) {
	tag = strings.Trim(strings.TrimPrefix(tag, "W/"), `"`)
	state, hash, ok = strings.Cut(tag, ".")
	hash, _, _ = strings.Cut(hash, "-")
	return state, hash, ok
}
