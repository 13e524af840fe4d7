package clean

import (
	"html"
	"strings"
	"unicode/utf8"
)

// reference returns where a well-formed character reference at i ends, or -1:
// a name or a number with its semicolon, and no number of a character that must
// not pass. Whether a name is known does not matter: where it is not, a reader
// sees it as it stands.
func reference(s string, i int) int {
	i++
	if i < len(s) && s[i] == '#' {
		return numericReference(s, i+1)
	}
	start := i
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i])) {
		i++
	}
	// The longest name of HTML 5 has 31 letters.
	if length := i - start; length < 2 || length > 31 || !isLetter(s[start]) || i == len(s) || s[i] != ';' {
		return -1
	}
	return i + 1
}

func numericReference(s string, i int) int {
	base, is := rune(10), isDigit
	if i < len(s) && s[i]|0x20 == 'x' {
		base, is = 16, isHex
		i++
	}
	start, r := i, rune(0)
	for i < len(s) && is(s[i]) && i-start < 7 {
		r = r*base + rune(digit(s[i]))
		i++
	}
	if i == start || i == len(s) || s[i] != ';' || !isXML(r) {
		return -1
	}
	return i + 1
}

func digit(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// referenceRun returns where the name or number after the '&' at i ends,
// without its semicolon.
func referenceRun(s string, i int) int {
	i++
	if i < len(s) && s[i] == '#' {
		i++
	}
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i])) {
		i++
	}
	return i
}

// decodeAttribute decodes the character references of an attribute's value.
// Unlike html.UnescapeString it leaves "&copy=1" alone, as browsers do inside
// attributes (HTML 13.2.5.73).
func decodeAttribute(v string) string {
	i := strings.IndexByte(v, '&')
	if i < 0 {
		return v
	}
	var out strings.Builder
	out.Grow(len(v))
	for i >= 0 {
		out.WriteString(v[:i])
		end := referenceRun(v, i)
		if end < len(v) && v[end] == ';' {
			end++
		}
		out.WriteString(decodeReference(v[i:end], v[end:]))
		v = v[end:]
		i = strings.IndexByte(v, '&')
	}
	out.WriteString(v)
	return out.String()
}

// decodeReference decodes one reference that rest follows.
func decodeReference(ref, rest string) string {
	switch ref {
	case "&amp;", "&#38;", "&#038;", "&#x26;":
		return "&"
	case "&quot;":
		return `"`
	}
	decoded := html.UnescapeString(ref)
	whole := strings.HasSuffix(ref, ";") || strings.HasPrefix(ref, "&#")
	if whole || utf8.RuneCountInString(decoded) == 1 && !strings.HasPrefix(rest, "=") {
		return decoded
	}
	return ref
}
