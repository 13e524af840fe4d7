package clean

import (
	"html"
	"net/url"
	"strings"
)

// limit is how much is written before the end tags of everything open.
const limit = MaxHTML - maxDepth*16 - len(Ellipsis)

// rewrite writes a fragment anew: allowed tags in canonical form, everything
// else as text or not at all. It reports false when it cannot be sure where a
// tag or its content ends. The fragment must be scrubbed.
//
// Every byte it writes is either escaped text or a tag it has put together
// itself, so its output is safe however the input was meant.
func rewrite(s string, base *url.URL, cut bool) (string, bool) {
	w := rewriter{s: s, base: base, out: make([]byte, 0, len(s)+len(s)/8+16)}
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			w.text(s[i:])
			break
		}
		w.text(s[i : i+next])
		if i = w.markup(i + next); i < 0 {
			return "", false
		}
		if w.full || len(w.out) > limit {
			w.full = true
			break
		}
	}
	return w.finish(cut), true
}

type rewriter struct {
	nesting
	s    string
	base *url.URL
	out  []byte
	full bool // there is no room for more

	tag       tag
	endless   [elementCount]bool // there is no more end tag of this element
	owed      bool               // a space, see space
	cdata     bool               // inside of a CDATA section that HTML does not know
	noscript  int                // open noscript elements
	lastImage string             // address of the last image written
}

// tag is the start tag being rewritten.
type tag struct {
	el   element
	seen attributes
	list [attributeCount]struct {
		attribute
		value string // as written, not decoded
	}
	n int
}

// value returns the value of an attribute, decoded.
func (t *tag) value(a attribute) string {
	for i := range t.n {
		if t.list[i].attribute == a {
			return scrub(decodeAttribute(t.list[i].value))
		}
	}
	return ""
}

// finish closes what is open. With cut, the end of the fragment is missing.
func (w *rewriter) finish(cut bool) string {
	if cut || w.full {
		for w.top().is(skeleton) {
			w.closeTop()
		}
		w.out = append(w.out, Ellipsis...)
	}
	w.closeTo(0)
	return strings.TrimSpace(string(w.out))
}

// markup handles the '<' at i and returns where it ends, or -1 in doubt.
func (w *rewriter) markup(i int) int {
	rest := w.s[i+1:]
	switch {
	case rest == "":
		w.text("<")
		return i + 1
	case isLetter(rest[0]):
		return w.startTag(i + 1)
	case rest[0] == '/' && len(rest) > 1 && isLetter(rest[1]):
		return w.endTag(i + 2)
	case strings.HasPrefix(rest, "![CDATA["):
		w.cdata = true
		return i + len("<![CDATA[")
	case rest[0] == '!' || rest[0] == '?':
		return bogusEnd(w.s, i)
	case rest[0] == '/':
		return -1
	}
	w.text("<")
	return i + 1
}

// text writes text, with '<' and everything that is no proper character
// reference escaped.
func (w *rewriter) text(s string) {
	if s == "" {
		return
	}
	if w.cdata {
		if s = strings.ReplaceAll(s, "]]>", ""); s == "" {
			return
		}
	}
	if w.top().is(skeleton) && strings.Trim(s, " \n\t") != "" {
		w.openCell()
	}
	w.pay(s[0])
	w.out, w.full = appendText(w.out, s)
}

// appendText appends s escaped, up to the limit, and says whether it had to
// stop there.
func appendText(out []byte, s string) (_ []byte, full bool) {
	for {
		before, after, found := strings.Cut(s, "<")
		if out, full = appendRun(out, before); full || !found {
			return out, full
		}
		out = append(out, "&lt;"...)
		s = after
	}
}

// appendRun appends s, which has no '<', escaped.
func appendRun(out []byte, s string) (_ []byte, full bool) {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			i = len(s)
		}
		if room := limit - len(out); i > room {
			run, _ := shorten(s[:i], max(0, room))
			return append(out, run...), true
		}
		out = append(out, s[:i]...)
		if s = s[i:]; s == "" {
			return out, false
		}
		if n := reference(s, 0); n > 0 {
			out, i = append(out, s[:n]...), n
		} else {
			out, i = appendReference(out, s)
		}
		s = s[i:]
	}
}

// appendReference appends what the ampersand that s starts with was meant as,
// and returns how much of s that is: the character of a reference without its
// semicolon or of one that must not be written as a number, or an ampersand.
func appendReference(out []byte, s string) ([]byte, int) {
	end := referenceRun(s, 0)
	if end < len(s) && s[end] == ';' {
		end++
	}
	decoded := html.UnescapeString(s[:end])
	switch decoded {
	case s[:end]:
		return append(out, "&amp;"...), 1
	case "\uFFFD": // what HTML makes of &#0;
		return out, end
	}
	return append(out, html.EscapeString(scrub(decoded))...), end
}

// endTag handles the end tag whose name starts at i.
func (w *rewriter) endTag(i int) int {
	stop := nameStop(w.s, i)
	el := elementOf(w.s[i:stop])
	r := attributeReader{s: w.s, i: stop}
	for ok := true; ok; {
		_, _, ok = r.next()
	}
	if r.doubt || strings.IndexByte(w.s[i:stop], '<') >= 0 {
		return -1
	}
	switch {
	case el == elNoscript:
		w.noscript = max(0, w.noscript-1)
	case el == elBr:
		w.void(elBr)
	case el.is(allowed):
		if at := w.find(el); at >= 0 {
			w.closeTo(at)
		} else if el.is(breaks) {
			w.space()
		}
	case el.is(breaks):
		w.space()
	}
	return r.i
}

// closeTo closes the open elements from the innermost to the one at index at.
func (w *rewriter) closeTo(at int) {
	for w.depth > at {
		w.closeTop()
	}
}

func (w *rewriter) closeTop() {
	w.out = append(w.out, "</"...)
	w.out = append(w.out, elements[w.pop()].name...)
	w.out = append(w.out, '>')
}

// space keeps the words at both sides of a dropped tag apart.
func (w *rewriter) space() { w.owed = true }

// pay writes the space that is owed, if nothing else keeps the words apart.
func (w *rewriter) pay(next byte) {
	if w.owed && len(w.out) > 0 && !isSpace(w.out[len(w.out)-1]) && !isSpace(next) && !w.top().is(skeleton) {
		w.out = append(w.out, ' ')
	}
	w.owed = false
}

// startTag handles the start tag whose name starts at i.
func (w *rewriter) startTag(i int) int {
	stop := nameStop(w.s, i)
	el := elementOf(w.s[i:stop])
	end, ok := w.readTag(el, stop)
	if !ok || el.is(legacyRaw) || el == unknown && strings.IndexByte(w.s[i:stop], '<') >= 0 {
		return -1
	}
	switch {
	case el.is(hidden):
		return w.skip(el, end)
	case el == elIframe:
		return w.frame(end)
	case el == elNoscript:
		w.noscript++
	case el.is(breaks) && !el.is(allowed):
		w.space()
	case el.is(allowed):
		w.element(el)
	}
	return end
}

// readTag reads the attributes of a start tag into w.tag.
func (w *rewriter) readTag(el element, i int) (end int, ok bool) {
	r := attributeReader{s: w.s, i: i}
	w.tag.el, w.tag.seen, w.tag.n = el, 0, 0
	wanted := el.attributes() | hints
	for {
		name, value, more := r.next()
		if !more {
			return r.i, !r.doubt
		}
		a := attributeOf(name)
		if a == atNone || !wanted.has(a) || w.tag.seen.has(a) {
			continue
		}
		w.tag.seen |= 1 << a
		w.tag.list[w.tag.n].attribute, w.tag.list[w.tag.n].value = a, value
		w.tag.n++
	}
}

// skip returns where the content of an element that goes with its content ends.
// An element that is never closed hides the rest when it does so in a browser.
func (w *rewriter) skip(el element, i int) int {
	end := -1
	if !w.endless[el] {
		end = endTagOf(w.s, elements[el].name, i)
	}
	switch {
	case end >= 0:
		return end // the end tag itself has no effect
	case el.is(swallows):
		return len(w.s)
	}
	w.endless[el] = true
	return i
}
