package sources

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText is what needs no quotes as a YAML value, be it in a block or
// between brackets: it begins with a letter and holds nothing that could end
// it or change its type.
var plainText = regexp.MustCompile(`^\pL(?:[\pL\pN _./&+'()-]*[\pL\pN.)])?$`)

// plainURL is what needs no quotes as the URL of a source.
var plainURL = regexp.MustCompile(`^https?://[A-Za-z0-9._~:/?&=%+;@-]*[A-Za-z0-9._~/?&=%+;@-]$`)

// wordsOfYAML are read as something else than text, by this version of YAML or
// by older ones.
var wordsOfYAML = map[string]bool{
	"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true,
}

// yamlText writes a text as a YAML value on one line.
func yamlText(s string) string {
	if (plainText.MatchString(s) || plainURL.MatchString(s)) && !wordsOfYAML[strings.ToLower(s)] {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == ' ' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// yamlList writes texts as a YAML list on one line.
func yamlList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, s := range texts {
		quoted[i] = yamlText(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// cleanText makes a name, a publisher or a tag of a text from outside: one
// line without control characters, marks that turn the writing direction and
// bytes that are not UTF-8, blanks joined, cut to at most limit characters.
func cleanText(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, isDirection(r), r == '\ufeff':
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > limit {
		s = strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
	}
	return s
}

// isDirection tells whether r sets the direction of the text around it
// (Unicode Standard Annex 9), by which a name could pass for another.
func isDirection(r rune) bool {
	return r == 0x061c || r == 0x200e || r == 0x200f || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}
