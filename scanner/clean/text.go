package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Text returns what a reader sees of an HTML fragment, as plain text: entities
// decoded, block elements as line breaks.
func Text(fragment string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(out.String())
		case html.TextToken:
			if skip == 0 {
				out.WriteString(printable(string(z.Text())))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			if hidden(string(name)) {
				skip++
			}
			breakAt(&out, string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			if hidden(string(name)) && skip > 0 {
				skip--
			}
			breakAt(&out, string(name))
		case html.SelfClosingTagToken:
			name, _ := z.TagName()
			breakAt(&out, string(name))
		}
	}
}

func hidden(name string) bool { return name == "script" || name == "style" }

func breakAt(out *strings.Builder, name string) {
	switch name {
	case "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table":
		out.WriteByte('\n')
	}
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// Line returns s as one line of plain text: valid UTF-8, no control characters,
// white space folded.
func Line(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// Title returns a title as one line of text. With isHTML, markup is taken out
// and entities are decoded.
func Title(s string, isHTML bool) string {
	if isHTML {
		s = Text(s)
	}
	return Line(s)
}
