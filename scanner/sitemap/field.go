package sitemap

import (
	"bytes"
	"html"
	"time"

	"alsoread/scanner/clean"
)

// maxField is how much of an element is looked at, in bytes; of a longer one the
// rest is not read. Addresses may have 16 KiB, titles come to 4.
const maxField = 20 << 10

// entry is a <url> of a sitemap, or a <sitemap> of an index, on its way.
type entry struct {
	raw   [fields][]byte // as they stand in the document
	line  int
	child bool // of an index
	keyed
	modified time.Time
}

// text returns a field as one line of text; "" when the entry has none.
func (e *entry) text(f field) string {
	s := decode(e.raw[f])
	if f == title {
		// Titles are text, but come escaped once more than they should be, or
		// as the HTML of the page.
		return clean.Title(s, bytes.Contains([]byte(s), []byte("</")))
	}
	return clean.Line(s)
}

// decode returns what an element says: entities decoded, CDATA sections
// unpacked, markup and comments dropped.
func decode(raw []byte) string {
	raw = raw[:min(len(raw), maxField)]
	if bytes.IndexByte(raw, '<') < 0 {
		return unescape(raw)
	}
	var out []byte
	s := scanner{text: raw}
	for from := 0; from < len(raw); {
		i := bytes.IndexByte(raw[from:], '<')
		if i < 0 {
			out = append(out, unescape(raw[from:])...)
			break
		}
		out = append(out, unescape(raw[from:from+i])...)
		s.pos = from + i
		if literal, ok := cdata(raw[s.pos:]); ok {
			out = append(out, literal...)
		}
		if _, isTag := s.tag(); !isTag && !s.skip() {
			out = append(out, '<')
			s.pos++
		}
		from = s.pos
	}
	return string(out)
}

// cdata returns the content of the CDATA section that raw begins with.
func cdata(raw []byte) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(raw, brackets[1].open)
	if !ok {
		return nil, false
	}
	content, _, ok := bytes.Cut(rest, brackets[1].close)
	return content, ok
}

// unescape decodes the entities of XML and, since they are met as well, of HTML.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return html.UnescapeString(string(raw))
}
