package feed

import (
	"bytes"
	"net/url"
	"strings"

	"alsoread/scanner/clean"
)

// said is an element that stands beside the texts of a feed or an item: a
// licence, a place, the length of an episode. gofeed does not see it, for it
// would cost two maps each, and the documents that have them have ten an item.
type said struct {
	name  string // one of those below
	raw   []byte // its content, as it stands in the document
	attrs []attribute
	base  *url.URL // the xml:base in scope; nil: the document's own address
}

// What may stand beside the texts. Several vocabularies share a name.
const (
	licenceOf         = "licence"
	generatorOf       = "generator"
	movedTo           = "moved"
	personPart        = "person"
	personContributor = "contributor"
	personPublisher   = "publisher"

	placePoint     = "point"
	placeLine      = "line"
	placeBox       = "box"
	placePolygon   = "polygon"
	placeList      = "list"   // GML: of a line or a polygon
	placeCorner    = "corner" // GML: of a box
	placeLatitude  = "latitude"
	placeLongitude = "longitude"
	placeElevation = "elevation"
	placeName      = "place name"
	placeLocation  = "location" // podcast: a name, the coordinates in an attribute

	episodeDuration   = "duration"
	episodeNumber     = "episode"
	episodeSeason     = "season"
	episodeType       = "type"
	episodeExplicit   = "explicit"
	episodeRating     = "rating"
	episodeBlock      = "block"
	episodeTranscript = "transcript"
	episodeChapters   = "chapters"
	episodeChapter    = "chapter"
	podcastComplete   = "complete"
)

// setBeside keeps an element aside.
func (p *pass) setBeside(t tag, r rule, e element) {
	raw, closed := p.content(t)
	if !closed && p.pos == len(p.text) && p.inItem >= 0 {
		return // cut off in the middle
	}
	raw = bytes.TrimSpace(raw)
	to := &p.d.asides
	if p.inItem >= 0 {
		to = &p.asides
	}
	switch {
	case len(raw) == 0 && len(t.attrs) == 0:
		return
	case len(raw) > maxAside:
		p.problem(t.start, "<%s> of %d bytes left out", clip(t.name), len(raw))
		return
	case len(*to) == maxAsides:
		if p.crowded != len(p.d.items) {
			p.crowded = len(p.d.items)
			p.problem(t.start, "over %d elements beside the texts: the rest is left out", maxAsides)
		}
		return
	}
	if cap(*to) == 0 {
		*to = make([]said, 0, 16)
	}
	*to = append(*to, said{name: r.name, raw: raw, attrs: p.saved(t.attrs), base: e.base})
}

// saved returns the attributes of a tag where the next tag does not overwrite
// them.
func (p *pass) saved(attrs []attribute) []attribute {
	n := len(attrs)
	if n > len(p.room) {
		p.room = make([]attribute, max(64, n))
	}
	kept := p.room[:n:n]
	copy(kept, attrs)
	p.room = p.room[n:]
	return kept
}

// text returns the content as one line of plain text.
func (s *said) text() string { return cutAt(clean.Line(string(plain(s.raw))), maxField) }

// word returns the content as one word in lower case.
func (s *said) word() string { return strings.ToLower(cutAt(s.text(), 32)) }

// attribute returns the first of the attributes that says something.
func (s *said) attribute(names ...string) string {
	for _, name := range names {
		if v := attributeValue(s.attrs, name); v != "" {
			return cutAt(clean.Line(v), maxURL)
		}
	}
	return ""
}

// saidURL returns the first of several addresses that is one, absolute.
func (r *reader) saidURL(s *said, candidates ...string) string {
	for _, c := range candidates {
		if u := r.url(resolved(s.base, c)); u != "" {
			return u
		}
	}
	return ""
}
