package clean

import "unicode/utf8"

// What a byte of UTF-8 text is to a scanner.
type class uint8

const (
	forbidden class = 0 // a control character that XML 1.0 does not allow, or carriage return
	plain     class = 1 // nothing to look at
	markup    class = 3 // '<' or '&': plain but for HTML
	lead      class = 4 // starts a character that may be forbidden: see printableRune
)

// textClass classes the bytes of valid UTF-8. Only C2 (the C1 controls, U+0080
// to U+009F) and EF (U+FFFE, U+FFFF) can start a character that must not pass.
var textClass = func() (t [256]class) {
	for b := 0x20; b < 256; b++ {
		t[b] = plain
	}
	t['\t'], t['\n'] = plain, plain
	t['<'], t['&'] = markup, markup
	t[0x7F] = forbidden
	t[0xC2], t[0xEF] = lead, lead
	return t
}()

// printableRune returns the length of the character that s starts with, or 0
// when it is one that must not pass. s starts with C2 or EF and is valid UTF-8.
func printableRune(s string) int {
	if s[0] == 0xC2 {
		if s[1] < 0xA0 {
			return 0
		}
		return 2
	}
	if s[1] == 0xBF && s[2] >= 0xBE {
		return 0
	}
	return 3
}

// isPrintable says whether all of s may pass: valid UTF-8 without control
// characters other than tab and line feed.
func isPrintable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for i := 0; ; {
		for i < len(s) && textClass[s[i]]&plain != 0 {
			i++
		}
		switch {
		case i == len(s):
			return true
		case textClass[s[i]] != lead:
			return false
		}
		n := printableRune(s[i:])
		if n == 0 {
			return false
		}
		i += n
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// isXML says whether XML 1.0 (2.2) allows r and it is no C1 control.
func isXML(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n'
	case r < 0x7F:
		return true
	case r < 0xA0:
		return false
	}
	return r < 0xD800 || 0xE000 <= r && r < 0xFFFE || 0x10000 <= r && r <= 0x10FFFF
}
