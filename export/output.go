package export

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spillAt is the buffer size at which output goes to the writer: large enough
// that a file or a compressor sees few writes, small enough to stay in cache.
const spillAt = 32 << 10

// output is a streaming writer with a sticky error. Everything is appended to
// buf; spill hands it on between stories.
type output struct {
	w   io.Writer
	buf []byte
	err error
}

func newOutput(w io.Writer) *output {
	return &output{w: w, buf: make([]byte, 0, spillAt+spillAt/2)}
}

// spill writes the buffer once it is large enough and reports whether writing
// still makes sense.
func (o *output) spill() bool {
	if len(o.buf) >= spillAt {
		o.flush()
	}
	return o.err == nil
}

func (o *output) flush() {
	if o.err == nil && len(o.buf) > 0 {
		_, o.err = o.w.Write(o.buf)
	}
	o.buf = o.buf[:0]
}

// raw appends s, which is part of the format and known to be safe.
func (o *output) raw(s string) { o.buf = append(o.buf, s...) }

// text appends s as XML character data.
func (o *output) text(s string) { o.buf = appendEscaped(o.buf, s, &xmlText) }

// attribute appends ` name="value"`.
func (o *output) attribute(name, value string) {
	o.raw(" ")
	o.raw(name)
	o.raw(`="`)
	o.buf = appendEscaped(o.buf, value, &xmlAttribute)
	o.raw(`"`)
}

// element appends <name>text</name>, also when text is empty.
func (o *output) element(name, text string) {
	o.open(name)
	o.text(text)
	o.close(name)
}

// elementIf appends the element unless its text is blank.
func (o *output) elementIf(name, text string) {
	if !blank(text) {
		o.element(name, text)
	}
}

func (o *output) open(name string) {
	o.raw("<")
	o.raw(name)
	o.raw(">")
}

func (o *output) close(name string) {
	o.raw("</")
	o.raw(name)
	o.raw(">\n")
}

// escapes says what becomes of each byte of a text: "" leaves it as it is.
type escapes [256]string

// Entries of escapes that are instructions, not replacements. No replacement
// begins with NUL.
const (
	drop   = "\x00drop"
	cr     = "\x00cr"
	leadC2 = "\x00c2" // U+0080 to U+009F, the C1 control characters
	leadEF = "\x00ef" // U+FFFE and U+FFFF, which XML 1.0 section 2.2 forbids
)

var (
	xmlText = newEscapes(map[byte]string{'<': "&lt;", '>': "&gt;", '&': "&amp;"})

	// The RSS Profile of the RSS Advisory Board asks for hexadecimal references
	// in text that readers have been seen to take for HTML, such as titles.
	rssText = newEscapes(map[byte]string{'<': "&#x3C;", '>': "&#x3E;", '&': "&#x26;"})

	// Tab and line feed would come back as spaces (XML 1.0 section 3.3.3).
	xmlAttribute = newEscapes(map[byte]string{
		'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&quot;", '\t': "&#9;", '\n': "&#10;",
	})

	jsonString = newEscapes(map[byte]string{'"': `\"`, '\\': `\\`, '\t': `\t`, '\n': `\n`})
)

func newEscapes(replace map[byte]string) escapes {
	var e escapes
	for c := range 0x20 {
		if c != '\t' && c != '\n' {
			e[c] = drop
		}
	}
	e['\r'], e[0x7f], e[0xc2], e[0xef] = cr, drop, leadC2, leadEF
	for c, s := range replace {
		e[c] = s
	}
	return e
}

// appendEscaped appends s to dst as e says. Runs that need nothing are copied
// whole: validity is decided once, so no rune is decoded here.
func appendEscaped(dst []byte, s string, e *escapes) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	start := 0
	for i := 0; i < len(s); i++ {
		replacement := e[s[i]]
		if replacement == "" {
			continue
		}
		size := 1
		if replacement[0] == 0 {
			if replacement, size = decide(s[i:], replacement, e); size == 0 {
				continue
			}
		}
		dst = append(dst, s[start:i]...)
		dst = append(dst, replacement...)
		i += size - 1
		start = i + 1
	}
	return append(dst, s[start:]...)
}

// blank reports whether nothing of s would be seen: white space, and characters
// that are left out.
func blank(s string) bool {
	for _, r := range s {
		if r > ' ' && r < 0x7f || !unicode.IsSpace(r) && !isControl(r) && r != 0xfffe && r != 0xffff {
			return false
		}
	}
	return true
}

// decide carries out an instruction at the beginning of s: what to write
// instead of how many bytes. No bytes means that the character may stay.
func decide(s, instruction string, e *escapes) (string, int) {
	switch instruction {
	case cr:
		if len(s) > 1 && s[1] == '\n' {
			return "", 1
		}
		if e['\n'] != "" {
			return e['\n'], 1
		}
		return "\n", 1
	case leadC2:
		if s[1] > 0x9f {
			return "", 0
		}
		return "", 2
	case leadEF:
		if s[1] != 0xbf || s[2] < 0xbe {
			return "", 0
		}
		return "", 3
	}
	return "", 1
}
