package clean

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxTitle is the longest title, in characters. What is longer is cut and ends
// in Ellipsis.
const MaxTitle = 1024

// MaxLine is the longest line, in characters.
const MaxLine = 4096

// Line returns s as one line of plain text in Unicode's composed form (NFC):
// valid UTF-8, runs of white space folded to one space, without control
// characters, without the characters that turn the direction of the text around
// them or that take no room (soft hyphen, zero-width space, byte order mark).
// What is longer than MaxLine is cut and ends in Ellipsis.
func Line(s string) string { return line(s, MaxLine) }

func line(s string, limit int) string {
	// A character takes up to four bytes, and up to twelve as a run of marks.
	s, cut := shorten(s, 16*limit)
	if !isLine(s) {
		s = foldLine(s)
	}
	if utf8.RuneCountInString(s) > limit {
		s, cut = firstRunes(s, limit-1), true
	}
	if cut {
		return strings.TrimRight(s, " ") + Ellipsis
	}
	return s
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// isLine says whether s is a line already; only ASCII is looked at closely.
func isLine(s string) bool {
	space := true // at the start, as after a space
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7F || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return s == "" || !space
}

func foldLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isInvisible(r):
			return -1
		}
		return r
	}, scrub(s))
	s = strings.Join(strings.Fields(s), " ")
	return norm.NFC.String(s)
}

// isInvisible says whether r takes no room and changes how other text is shown.
// The joiners U+200C and U+200D, which Persian and emoji need, and the marks
// U+200E and U+200F, which only order what is next to them, stay.
func isInvisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x200B, r == 0x2060, r == 0xFEFF:
		return true
	case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069:
		return true
	}
	return 0xFFF9 <= r && r <= 0xFFFB
}

// Title returns a title as one line of text of at most MaxTitle characters. With
// isHTML the title is HTML, or may be: markup is taken out and entities are
// decoded; a tag of an element that HTML does not have ("Vec<T>") is text.
// Without, the title is text and '<' stands for itself.
//
// Publishers escape once too often: "&amp;amp;", "it&amp;#8217;s". So entities
// that are still there afterwards are decoded as well, in text too, for nobody
// means them; only "&lt;" and "&gt;" in HTML may be meant and stay. Tags that decoding
// has brought to light stay as well ("How to use <b>"), unless both the start
// and the end tag of an HTML element are there: then it was markup.
func Title(s string, isHTML bool) string {
	s, cut := shorten(s, 64*MaxTitle)
	if isHTML {
		s = titleText(s)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = decodeAgain(s, isHTML)
	}
	if cut {
		s += Ellipsis
	}
	return line(s, MaxTitle)
}

// titleText takes the markup out of a title, and out of what is left when that
// was escaped markup. A title that is nothing but an image is what the image
// says.
func titleText(s string) string {
	text, alt := s, ""
	for round := 0; round < 2 && strings.ContainsAny(text, "<&"); round++ {
		if round > 0 && !isTagged(text) {
			break
		}
		t := texter{s: scrub(text), literal: true}
		t.read()
		text, alt = strings.TrimSpace(string(t.out)), t.alt
	}
	if text == "" {
		return alt
	}
	return text
}

// decodeAgain decodes the references that nobody means as text. In what was HTML
// before, some may be meant: "What &lt;br&gt; does".
func decodeAgain(s string, wasHTML bool) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		end := reference(s, i)
		if end < 0 {
			end = i + 1
		}
		ref := s[i:end]
		if decoded := html.UnescapeString(ref); !wasHTML || decoded != "<" && decoded != ">" {
			ref = decoded
		}
		out.WriteString(ref)
		s = s[end:]
	}
}

// isTagged says whether text holds the start tag and the end tag of one HTML
// element: it is HTML that was escaped twice.
func isTagged(text string) bool {
	i := -1
	for range 16 { // each costs a search through the rest
		next := strings.IndexByte(text[i+1:], '<')
		if next < 0 {
			return false
		}
		i += 1 + next
		stop := nameStop(text, i+1)
		name := text[i+1 : stop]
		if name != "" && isLetter(name[0]) && isMarkup(name) && endTagOf(text, name, stop) >= 0 {
			return true
		}
	}
	return false
}

// isMarkup says whether an element name is HTML's or that of an extension of
// it ("o:p", "amp-img").
func isMarkup(name string) bool {
	if elementOf(name) != unknown || strings.ContainsAny(name, ":-") {
		return true
	}
	switch strings.ToLower(name) {
	case "applet", "area", "base", "basefont", "bgsound", "blink", "canvas", "command", "datalist", "dialog", "dir",
		"embed", "font", "frame", "frameset", "head", "image", "input", "keygen", "label", "link", "listing", "map",
		"marquee", "meta", "meter", "multicol", "nobr", "object", "optgroup", "output", "param", "progress", "search",
		"slot", "spacer":
		return true
	}
	return false
}
