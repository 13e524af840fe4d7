package clean

import (
	"html"
	"strings"
)

// Text returns what a reader sees of an HTML fragment, as plain text: entities
// decoded, white space folded, line breaks and the edges of block elements as
// line feeds (an empty line between paragraphs), nothing of scripts and styles.
// It reads and returns at most MaxHTML bytes; what is longer ends in Ellipsis.
func Text(fragment string) string {
	fragment, cut := shorten(fragment, MaxHTML)
	t := texter{s: scrub(fragment)}
	t.out = make([]byte, 0, len(t.s))
	t.read()
	text, longer := shorten(strings.TrimSpace(string(t.out)), MaxHTML-len(Ellipsis))
	if cut || longer {
		text += Ellipsis
	}
	return text
}

// texter turns HTML into text.
type texter struct {
	s       string
	out     []byte
	breaks  int  // line feeds owed before the next word
	space   bool // a space is owed
	pre     int  // open pre elements: white space stays
	literal bool // tags of elements nobody knows are text: see Title
	open    bool // a tag has no end; in literal text, so have the others
	endless [elementCount]bool
	alt     string // of the first image
}

func (t *texter) read() {
	for i := 0; i < len(t.s); {
		next := strings.IndexByte(t.s[i:], '<')
		if next < 0 {
			t.text(t.s[i:])
			return
		}
		t.text(t.s[i : i+next])
		i = t.markup(i + next)
	}
}

// text adds the text between two tags.
func (t *texter) text(s string) {
	s = strings.ReplaceAll(s, "]]>", "")
	if strings.IndexByte(s, '&') >= 0 {
		s = scrub(html.UnescapeString(s))
	}
	if t.pre > 0 {
		t.pay()
		t.out = append(t.out, s...)
		return
	}
	for s != "" {
		end := strings.IndexAny(s, " \t\n")
		if end < 0 {
			end = len(s)
		}
		if end > 0 {
			t.pay()
			t.out = append(t.out, s[:end]...)
		}
		t.space = t.space || end < len(s)
		s = strings.TrimLeft(s[end:], " \t\n")
	}
}

// pay writes the white space that is owed before a word.
func (t *texter) pay() {
	switch {
	case len(t.out) == 0:
	case t.breaks > 0:
		t.out = append(t.out, "\n\n"[:t.breaks]...)
	case t.space:
		t.out = append(t.out, ' ')
	}
	t.breaks, t.space = 0, false
}

// markup handles the '<' at i and returns where it ends.
func (t *texter) markup(i int) int {
	rest := t.s[i+1:]
	switch {
	case rest == "":
	case isLetter(rest[0]):
		return t.tag(i, i+1, false)
	case rest[0] == '/' && len(rest) > 1 && isLetter(rest[1]):
		return t.tag(i, i+2, true)
	case strings.HasPrefix(rest, "![CDATA["):
		return i + len("<![CDATA[")
	case rest[0] == '!' || rest[0] == '?' || rest[0] == '/':
		if end := bogusEnd(t.s, i); end > 0 {
			return end
		}
		if end := strings.IndexByte(rest, '>'); end >= 0 {
			return i + 1 + end + 1
		}
		return len(t.s)
	}
	t.text("<")
	return i + 1
}

// tag handles the tag at i whose name starts at name.
func (t *texter) tag(i, name int, end bool) int {
	stop := nameStop(t.s, name)
	el := elementOf(t.s[name:stop])
	if t.literal && (t.open || el == unknown && !isMarkup(t.s[name:stop])) {
		t.text("<")
		return i + 1
	}
	r := attributeReader{s: t.s, i: stop}
	for key, value, ok := r.next(); ok; key, value, ok = r.next() {
		if el == elImg && t.alt == "" && attributeOf(key) == atAlt {
			t.alt = decodeAttribute(value)
		}
	}
	if t.literal && r.i == len(t.s) && t.s[r.i-1] != '>' {
		t.open = true // no tag ends from here on
		t.text("<")
		return i + 1
	}
	t.edge(el)
	switch {
	case el == elPre && end:
		t.pre = max(0, t.pre-1)
	case el == elPre:
		t.pre++
	case el.is(hidden) && !end:
		return t.skip(el, r.i)
	}
	return r.i
}

// edge owes the line feeds that stand for the edge of an element.
func (t *texter) edge(el element) {
	switch {
	case el == elTd || el == elTh || el == elButton || el == elOption:
		t.space = true
	case el.is(paragraphs):
		t.breaks = 2
	case el == elBr && t.breaks < 2:
		t.breaks++
	case el.is(breaks):
		t.breaks = max(t.breaks, 1)
	}
}

func (t *texter) skip(el element, i int) int {
	end := -1
	if !t.endless[el] {
		end = endTagOf(t.s, elements[el].name, i)
	}
	switch {
	case end >= 0:
		return end
	case el.is(swallows) && !t.literal:
		return len(t.s)
	}
	t.endless[el] = true
	return i
}
