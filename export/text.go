package export

import (
	"html"
	"strings"
)

// plainText returns the text of a sanitised HTML fragment: tags out, entities
// decoded, white space folded. What ends a line in HTML leaves a space.
func plainText(fragment string) string {
	if !strings.ContainsAny(fragment, "<&\n\t") {
		return fragment
	}
	var b strings.Builder
	b.Grow(len(fragment))
	for fragment != "" {
		text, rest, found := strings.Cut(fragment, "<")
		b.WriteString(html.UnescapeString(text))
		if !found {
			break
		}
		if !beginsTag(rest) {
			b.WriteByte('<')
			fragment = rest
			continue
		}
		end := tagEnd(rest)
		if breaksLine(rest[:end]) {
			b.WriteByte(' ')
		}
		fragment = strings.TrimPrefix(rest[end:], ">")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func beginsTag(s string) bool {
	return s != "" && (s[0] == '/' || s[0] == '!' || 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z')
}

// tagEnd returns where a tag that has begun ends: at the ">" outside quotes,
// or at the end of the text.
func tagEnd(s string) int {
	var quote byte
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return len(s)
}

// breaksLine reports whether a tag separates words. Only inline elements that
// stand inside words do not.
func breaksLine(tag string) bool {
	name := strings.ToLower(strings.TrimPrefix(tag, "/"))
	if i := strings.IndexAny(name, " \t\n/"); i >= 0 {
		name = name[:i]
	}
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
		"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr":
		return false
	}
	return true
}
