package export

import (
	"html"
	"strings"
)

// tagReader finds the tags of a subscription list in text that need not be
// well-formed XML. It never goes back and looks ahead a bounded way, so that
// its time is linear in the length of the text whatever the text is.
type tagReader struct {
	s      string
	pos    int
	line   int // of lineAt
	lineAt int
	ended  map[string]bool // delimiters that do not occur in the rest
}

// tag is a start or end tag. Only those of outlines have attributes.
type tag struct {
	name    string // lower case, without prefix
	line    int
	closing bool
	empty   bool // <outline/>
	torn    bool // the text ended, or another tag began, within it
	lost    bool // a value in it had no closing quote and was lost
	attrs   []attr
}

type attr struct {
	name  string // lower case, without prefix
	value string // as it stands, references not decoded
}

const (
	maxAttrs = 64       // attributes read of one tag
	maxValue = 64 << 10 // bytes of an attribute's value
	maxTagID = 64       // bytes of a tag's or an attribute's name
)

func newTagReader(s string) *tagReader {
	return &tagReader{s: s, line: 1, ended: make(map[string]bool)}
}

// next reads the next tag into t, whose attribute slice it uses again, and
// reports whether there was one.
func (r *tagReader) next(t *tag) bool {
	for {
		i := strings.IndexByte(r.s[r.pos:], '<')
		if i < 0 {
			return false
		}
		r.pos += i
		if r.skipNonTag() {
			continue
		}
		*t = tag{line: r.lineHere(), attrs: t.attrs[:0]}
		r.pos++
		if r.peek() == '/' {
			t.closing = true
			r.pos++
		}
		if t.name = r.name(); t.name == "" {
			continue
		}
		if t.name == "outline" && !t.closing {
			r.attributes(t)
		}
		return true
	}
}

// text returns the character data from here to the next "<".
func (r *tagReader) text() string {
	_, after, _ := strings.Cut(r.s[r.pos:min(len(r.s), r.pos+maxValue)], ">")
	if rest, ok := strings.CutPrefix(after, "<![CDATA["); ok {
		data, _, _ := strings.Cut(rest, "]]>")
		return data
	}
	data, _, _ := strings.Cut(after, "<")
	return unescape(data)
}

// skipNonTag passes a comment, CDATA section, processing instruction or
// declaration. One that never ends is passed over by its opening alone, so that
// the rows behind it are still read.
func (r *tagReader) skipNonTag() bool {
	for _, d := range [...][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ""}} {
		if !strings.HasPrefix(r.s[r.pos:], d[0]) {
			continue
		}
		r.pos += len(d[0])
		if d[1] != "" && !r.ended[d[1]] {
			i := strings.Index(r.s[r.pos:], d[1])
			if i < 0 {
				r.ended[d[1]] = true
			} else {
				r.pos += i + len(d[1])
			}
		}
		return true
	}
	return false
}

func (r *tagReader) lineHere() int {
	r.line += strings.Count(r.s[r.lineAt:r.pos], "\n")
	r.lineAt = r.pos
	return r.line
}

// peek returns the byte at the current place, 0 at the end.
func (r *tagReader) peek() byte {
	if r.pos < len(r.s) {
		return r.s[r.pos]
	}
	return 0
}

func (r *tagReader) name() string {
	n := nameLength(r.s[r.pos:])
	name := r.s[r.pos : r.pos+n]
	r.pos += n
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}

func nameLength(s string) int {
	for i := range min(len(s), maxTagID) {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == ':'
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '-' || c == '.')) {
			return i
		}
	}
	return min(len(s), maxTagID)
}

func (r *tagReader) spaces() {
	for r.pos < len(r.s) && isSpace(r.s[r.pos]) {
		r.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// attributes reads the rest of a start tag. Inside it, "<" begins the next tag:
// the end of this one was forgotten.
func (r *tagReader) attributes(t *tag) {
	strict := false
	for len(t.attrs) < maxAttrs {
		r.spaces()
		switch r.peek() {
		case 0, '<':
			t.torn = true
			return
		case '>':
			r.pos++
			return
		case '/':
			r.pos++
			t.empty = r.peek() == '>'
			continue
		}
		start := r.pos
		name := r.name()
		if r.pos == start {
			r.pos++ // junk
			continue
		}
		r.spaces()
		if r.peek() != '=' {
			continue
		}
		r.pos++
		value, ok := r.value(&strict)
		if !ok {
			t.torn, t.lost = true, true
			return
		}
		t.attrs = append(t.attrs, attr{name, value})
	}
	t.empty = true
}

// value reads an attribute's value, in quotes or bare. It fails when the quote
// is never closed.
func (r *tagReader) value(strict *bool) (string, bool) {
	r.spaces()
	quote := r.peek()
	if quote != '"' && quote != '\'' {
		return r.bareValue(), true
	}
	r.pos++
	window := r.s[r.pos:min(len(r.s), r.pos+maxValue)]
	if i := nextOutline(window); i >= 0 {
		window = window[:i]
	}
	end, after := closingQuote(window, quote, *strict)
	if end < 0 {
		*strict = true // at most one long look ahead in a tag
		if end = strings.IndexByte(window, quote); end < 0 {
			r.pos += len(window)
			return "", false
		}
		after = end + 1
	}
	r.pos += after
	return window[:end], true
}

func (r *tagReader) bareValue() string {
	start := r.pos
	for r.pos < len(r.s) && !isSpace(r.s[r.pos]) && r.s[r.pos] != '>' && r.s[r.pos] != '<' {
		r.pos++
	}
	value := r.s[start:r.pos]
	if strings.HasSuffix(value, "/") && r.peek() == '>' {
		r.pos-- // <outline xmlUrl=https://example.org/feed/>
		return value[:len(value)-1]
	}
	return value
}

// nextOutline finds where the next outline begins or the one around ends: no
// attribute reaches beyond.
func nextOutline(s string) int {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			return -1
		}
		at += i
		rest := strings.TrimPrefix(s[at+1:], "/")
		if len(rest) >= 7 && strings.EqualFold(rest[:7], "outline") {
			return at
		}
		at++
	}
}

// closingQuote finds the quote that closes a value: one that the end of the tag
// or another attribute follows, so that titles may hold quotes of the same
// kind. Where an attribute of a list opens instead, the closing quote was
// forgotten, and the value ends before that attribute. It returns the end of
// the value and where to read on; -1 if there is no such place.
func closingQuote(s string, quote byte, strict bool) (end, after int) {
	for at := 0; !strict; {
		i := strings.IndexByte(s[at:], quote)
		if i < 0 {
			break
		}
		at += i
		if endsValue(s[at+1:]) {
			return at, at + 1
		}
		if start := attributeBefore(s[:at]); start >= 0 {
			return start, start
		}
		at++
	}
	return -1, 0
}

// endsValue reports whether s, which follows a quote and reaches to the next
// outline, is the end of a tag, or another attribute. Descriptions hold HTML, as
// in description="see <a href="x" rel="y">this</a>": its attributes are not an
// outline's, and what ends an outline's tag is not followed by text.
func endsValue(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	if n := nameLength(s); n > 0 {
		return !isHTMLAttribute(s[:n]) && strings.HasPrefix(strings.TrimLeft(s[n:], " \t\r\n"), "=")
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "/"), ">")
	if !ok {
		return s == ""
	}
	rest = strings.TrimLeft(rest, " \t\r\n")
	for _, next := range [...]string{"</body", "</opml", "<!--", "<?"} {
		if len(rest) >= len(next) && strings.EqualFold(rest[:len(next)], next) {
			return true
		}
	}
	return rest == ""
}

func isHTMLAttribute(name string) bool {
	switch strings.ToLower(name) {
	case "href", "target", "rel", "class", "style", "src", "alt", "width", "height":
		return true
	}
	return false
}

// attributeBefore reports where, in text that a quote follows, ` xmlUrl=` or
// another attribute of subscription lists begins; -1 if it does not end so.
func attributeBefore(s string) int {
	s, ok := strings.CutSuffix(s, "=")
	if !ok {
		return -1
	}
	start := strings.LastIndexAny(s, " \t\r\n")
	if start < 0 {
		return -1
	}
	switch strings.ToLower(s[start+1:]) {
	case "text", "title", "type", "xmlurl", "htmlurl", "url", "description", "category", "language", "version":
		return start
	}
	return -1
}

// unescape decodes character references. Bare ampersands stay, and so do names
// without a semicolon: in "?a=1&copy=2" no copyright sign is meant.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := referenceLength(s)
		if n == 0 {
			n = 1
			b.WriteByte('&')
		} else {
			b.WriteString(html.UnescapeString(s[:n]))
		}
		s = s[n:]
	}
	b.WriteString(s)
	return b.String()
}

// referenceLength returns the length of the character reference at the
// beginning of s, 0 if there is none. The longest name HTML has is 31 letters.
func referenceLength(s string) int {
	for i := 1; i < min(len(s), 36); i++ {
		c := s[i]
		switch {
		case c == ';' && i > 1:
			return i + 1
		case c == '#' && i == 1, '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z':
		default:
			return 0
		}
	}
	return 0
}
