package page

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup goes from tag to tag of a page: it finds the same tags as the tokenizer
// of golang.org/x/net/html, a test compares them, but makes nothing of what is
// between them. That takes a tenth of the tokenizer's time.
type markup struct {
	text       []byte
	next       int // where to go on
	begin      int // of the tag
	closes     bool
	name       atom.Atom // 0: an element that HTML does not know
	attributes int       // of a start tag, also where one is there twice
	raw        []byte    // what follows a start tag as text: scripts, styles, titles
	rawAt      int       // where raw is in text
}

// tag goes to the next tag; false: there is none.
func (m *markup) tag() bool {
	m.raw = nil
	for {
		at := bytes.IndexByte(m.text[m.next:], '<')
		if at < 0 {
			return false
		}
		m.next += at + 1
		if m.next == len(m.text) {
			return false
		}
		m.begin = m.next - 1
		switch c := m.text[m.next]; {
		case letter(c):
			return m.start()
		case c == '/':
			if m.end() {
				return true
			}
		case c == '!' && bytes.HasPrefix(m.text[m.next:], []byte("!--")):
			m.next += len("!--")
			m.comment()
		case c == '!', c == '?':
			m.skipTo('>')
		}
	}
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' }

// start reads a start tag, and the text of elements that have nothing but text.
// What is cut off by the end of the page is no tag.
func (m *markup) start() bool {
	m.closes = false
	if !m.inside() {
		return false
	}
	switch m.name {
	case atom.Script, atom.Style, atom.Textarea, atom.Title, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Xmp:
		m.rawAt = m.next
		m.raw = m.text[m.next : m.next+m.rawLength()]
		m.next += len(m.raw)
	case atom.Plaintext:
		m.next = len(m.text)
	}
	return true
}

// end reads an end tag; false: what begins like one is none.
func (m *markup) end() bool {
	m.next++
	if m.next == len(m.text) {
		return false
	}
	if letter(m.text[m.next]) {
		m.closes = true
		return m.inside()
	}
	m.skipTo('>')
	return false
}

// inside reads a tag from its name to its end.
func (m *markup) inside() bool {
	from := m.next
	m.skipName()
	m.name, m.attributes = tagName(m.text[from:m.next]), 0
	if m.next < len(m.text) && m.text[m.next] != '/' && m.text[m.next] != '>' {
		m.next++
	}
	for m.skipSpace(); m.next < len(m.text); m.skipSpace() {
		if m.text[m.next] == '>' {
			m.next++
			return true
		}
		from := m.next
		m.attribute()
		if m.text[from] != '/' {
			m.attributes++
		}
	}
	return false
}

func (m *markup) skipName() {
	for m.next < len(m.text) {
		if c := m.text[m.next]; space(c) || c == '/' || c == '>' {
			return
		}
		m.next++
	}
}

// attribute reads a name and what follows it: a value, or a stroke.
func (m *markup) attribute() {
	if m.text[m.next] == '=' { // a name may begin with it
		m.next++
	}
	for m.next < len(m.text) {
		if c := m.text[m.next]; space(c) || c == '/' || c == '>' || c == '=' {
			break
		}
		m.next++
	}
	m.skipSpace()
	if m.next == len(m.text) {
		return
	}
	switch m.text[m.next] {
	case '/':
		m.next++
	case '=':
		m.next++
		m.skipSpace()
		m.value()
	}
}

func (m *markup) value() {
	if m.next == len(m.text) {
		return
	}
	switch c := m.text[m.next]; c {
	case '>':
	case '"', '\'':
		m.next++
		m.skipTo(c)
	default:
		for m.next < len(m.text) && m.text[m.next] != '>' && !space(m.text[m.next]) {
			m.next++
		}
	}
}

func (m *markup) skipSpace() {
	for m.next < len(m.text) && space(m.text[m.next]) {
		m.next++
	}
}

// skipTo goes behind the next c, or to the end.
func (m *markup) skipTo(c byte) {
	at := bytes.IndexByte(m.text[m.next:], c)
	if at < 0 {
		m.next = len(m.text)
		return
	}
	m.next += at + 1
}

// comment goes behind a comment: "-->" and "--!>" end it, and ">" or "->" at once.
func (m *markup) comment() {
	dashes, empty := 0, true
	for ; m.next < len(m.text); m.next++ {
		switch c := m.text[m.next]; {
		case c == '-':
			dashes++
			continue
		case c == '>' && (dashes >= 2 || empty):
			m.next++
			return
		case c == '!' && dashes >= 2 && m.next+1 < len(m.text):
			switch m.text[m.next+1] {
			case '>':
				m.next += 2
				return
			case '-': // goes on as after one dash
				m.next++
				dashes, empty = 1, false
				continue
			}
			m.next++
		}
		dashes, empty = 0, false
	}
}

// rawLength is how much of what follows a start tag is text.
func (m *markup) rawLength() int {
	rest := m.text[m.next:]
	end := endOf(rest, m.name)
	if m.name == atom.Script && bytes.Contains(rest[:end], []byte("<!--")) {
		return escapedScript(rest)
	}
	return end
}

// endOf finds the end tag of an element that has nothing but text.
func endOf(rest []byte, name atom.Atom) int {
	word := name.String()
	for at := 0; ; {
		i := bytes.Index(rest[at:], []byte("</"))
		if i < 0 {
			return len(rest)
		}
		at += i
		after := at + len("</") + len(word)
		if after >= len(rest) {
			return len(rest)
		}
		if c := rest[after]; (space(c) || c == '/' || c == '>') && bytes.EqualFold(rest[at+2:after], []byte(word)) {
			return at
		}
		at += len("</")
	}
}

// escapedScript finds the end of a script that has "<!--", after which an end tag
// may be one or not. That is left to the tokenizer.
func escapedScript(rest []byte) int {
	z := html.NewTokenizer(io.MultiReader(strings.NewReader("<script>"), bytes.NewReader(rest)))
	z.Next()
	z.Next()
	return len(z.Raw())
}

// tagName returns the atom of a name in any case.
func tagName(name []byte) atom.Atom {
	var low [16]byte // longer is no name of HTML's that matters here
	if len(name) > len(low) {
		return 0
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	return atom.Lookup(low[:len(name)])
}
