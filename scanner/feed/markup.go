package feed

import "bytes"

// markup walks over the tags of a text that need not be well-formed. What
// cannot be a tag is text: a bare "<", an end tag without a name, a start tag
// that runs into the next one.
type markup struct {
	text  []byte
	pos   int
	attrs []attribute // of the last start tag; reused by the next
	err   error       // the limit that was broken

	comments, sections, instructions, declarations seeker // where the next of them ends
	opens, itemEnds                                seeker // the next CDATA section, the next end of an item

	subset bool // an internal subset was passed; there is only one

	// itemEnd is "</item" while the walk is within an item. What claims to be a
	// comment or a CDATA section and runs over that was never closed: its end
	// is that of a later one.
	itemEnd []byte
}

// tag is a start or an end tag. Its slices point into the text.
type tag struct {
	start, end int    // text[start:end] is the tag, brackets included
	name       []byte // as written, prefix included
	attrs      []attribute
	closing    bool // </name>
	empty      bool // <name/>
}

// attribute is a name and its value, neither of them decoded.
type attribute struct {
	name, value []byte
}

var (
	commentStart = []byte("<!--")
	commentEnd   = []byte("-->")
	cdataStart   = []byte("<![CDATA[")
	cdataEnd     = []byte("]]>")
	piEnd        = []byte("?>")
)

// next returns the next tag and moves behind it; false at the end of the text
// or when a limit was broken, which err tells.
func (m *markup) next() (tag, bool) {
	for m.err == nil {
		open := bytes.IndexByte(m.text[m.pos:], '<')
		if open < 0 {
			m.pos = len(m.text)
			return tag{}, false
		}
		m.pos += open
		if m.skipOther() {
			continue
		}
		if t, ok := m.tag(); ok {
			m.pos = t.end
			return t, true
		}
		m.pos++
	}
	return tag{}, false
}

// skipOther moves behind the comment, CDATA section, processing instruction or
// declaration that starts here; false when it is none of them.
func (m *markup) skipOther() bool {
	rest := m.text[m.pos:]
	if len(rest) < 2 {
		return false
	}
	switch rest[1] {
	case '?':
		m.skipTo(m.instructions.next(m.text, piEnd, m.pos+2), len(piEnd), 2)
		return true
	case '!':
		switch {
		case bytes.HasPrefix(rest, commentStart):
			m.skipComment()
		case bytes.HasPrefix(rest, cdataStart):
			m.skipCDATA()
		default:
			m.declaration(rest)
		}
		return true
	}
	return false
}

func (m *markup) skipComment() {
	from := m.pos + len(commentStart)
	end := m.comments.next(m.text, commentEnd, from)
	if m.endsItem(from, end) {
		end = len(m.text)
	}
	m.skipTo(end, len(commentEnd), len(commentStart))
}

func (m *markup) skipCDATA() {
	from := m.pos + len(cdataStart)
	end := m.sections.next(m.text, cdataEnd, from)
	if second := m.opens.next(m.text, cdataStart, from); second < end && m.endsItem(from, second) {
		end = len(m.text)
	}
	m.skipTo(end, len(cdataEnd), len(cdataStart))
}

// skipTo moves behind a terminator that begins at end; when there is none, only
// behind the opening, so that what follows is still read.
func (m *markup) skipTo(end, terminator, opening int) {
	if end == len(m.text) {
		m.pos += opening
		return
	}
	m.pos = end + terminator
}

// endsItem reports whether the item that the walk is in ends between two
// places.
func (m *markup) endsItem(from, to int) bool {
	return m.itemEnd != nil && m.itemEnds.next(m.text, m.itemEnd, from) < to
}

// maxDeclaration is how far the end of an internal subset is looked for.
const maxDeclaration = 64 << 10

// declaration moves behind a <!DOCTYPE ...>. The first one is passed with its
// internal subset, whose entities are thereby never seen by anybody.
func (m *markup) declaration(rest []byte) {
	first := m.declarations.next(m.text, []byte(">"), m.pos) - m.pos
	if first == len(rest) {
		m.pos += 2
		return
	}
	if subset := bytes.IndexByte(rest[:first], '['); subset >= 0 && !m.subset {
		m.subset = true
		first = subsetEnd(rest[:min(len(rest), maxDeclaration)], subset, first)
	}
	m.pos += first + 1
}

// subsetEnd returns where the "]>" of the internal subset that begins at
// subset has its ">"; otherwise the given place.
func subsetEnd(rest []byte, subset, otherwise int) int {
	for i := subset; i < len(rest); i++ {
		if rest[i] != ']' {
			continue
		}
		after := bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(after) > 0 && after[0] == '>' {
			return len(rest) - len(after)
		}
	}
	return otherwise
}

// tag reads the tag that starts at pos; false when it is not one.
func (m *markup) tag() (tag, bool) {
	t := tag{start: m.pos}
	i := m.pos + 1
	if i < len(m.text) && m.text[i] == '/' {
		t.closing = true
		i++
	}
	name := i
	for i < len(m.text) && isNameByte(m.text[i]) {
		i++
	}
	if i == name || !isNameStart(m.text[name]) {
		return t, false
	}
	t.name = m.text[name:i]
	if i < len(m.text) && m.text[i] == '>' { // most tags have no attributes
		t.end = i + 1
		return t, true
	}
	return m.attributes(t, i)
}

// attributes reads what stands between the name of a tag and its end.
func (m *markup) attributes(t tag, i int) (tag, bool) {
	m.attrs = m.attrs[:0]
	for {
		for i < len(m.text) && isSpace(m.text[i]) {
			i++
		}
		if i >= len(m.text) || m.text[i] == '<' {
			return t, false
		}
		if i-t.start > maxTag {
			m.err = limitError(ErrTagTooLong, "a tag of over %d KiB", maxTag>>10)
			return t, false
		}
		switch m.text[i] {
		case '>':
			t.end, t.attrs = i+1, m.attrs
			return t, true
		case '/':
			t.empty = i+1 < len(m.text) && m.text[i+1] == '>'
			i++
			continue
		}
		var a attribute
		if a, i = m.attribute(i); len(a.name) == 0 {
			i++ // a stray quote or the like
			continue
		}
		if len(m.attrs) == maxAttributes {
			m.err = limitError(ErrTooManyAttributes, "over %d in one tag", maxAttributes)
			return t, false
		}
		m.attrs = append(m.attrs, a)
	}
}

// attribute reads name="value", name='value', name=value or a bare name, and
// returns the place behind it.
func (m *markup) attribute(i int) (attribute, int) {
	var a attribute
	start := i
	for i < len(m.text) && !isSpace(m.text[i]) && !isOneOf(m.text[i], "=></\"'") {
		i++
	}
	a.name = m.text[start:i]
	if len(a.name) == 0 {
		return a, i
	}
	j := i
	for j < len(m.text) && isSpace(m.text[j]) {
		j++
	}
	if j >= len(m.text) || m.text[j] != '=' {
		return a, i
	}
	for j++; j < len(m.text) && isSpace(m.text[j]); {
		j++
	}
	if j >= len(m.text) {
		return a, j
	}
	if q := m.text[j]; q == '"' || q == '\'' {
		if end := m.quoteEnd(j+1, q); end >= 0 {
			a.value = m.text[j+1 : end]
			return a, end + 1
		}
		j++
	}
	start = j
	for j < len(m.text) && !isSpace(m.text[j]) && !isOneOf(m.text[j], "<>\"'") {
		j++
	}
	a.value = bytes.TrimSuffix(m.text[start:j], []byte("/"))
	if len(a.value) < j-start && (j >= len(m.text) || m.text[j] != '>') {
		a.value = m.text[start:j]
	} else {
		j = start + len(a.value)
	}
	return a, j
}

// quoteEnd returns where the quote that was opened before from is closed; -1
// when it never is, or when a tag begins before that and the closing quote
// does not look like one, as in <a href="x>text</a><b class="y">.
func (m *markup) quoteEnd(from int, quote byte) int {
	window := m.text[from:min(len(m.text), from+maxTag)]
	n := bytes.IndexByte(window, quote)
	if n < 0 {
		return -1
	}
	if bytes.IndexByte(window[:n], '<') < 0 {
		return from + n
	}
	if n+1 < len(window) && (isSpace(window[n+1]) || isOneOf(window[n+1], "/>?")) {
		return from + n
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func isNameStart(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80
}

func isNameByte(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '.'
}

func isOneOf(c byte, set string) bool {
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			return true
		}
	}
	return false
}
