package clean

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// scrub returns s without what must not pass: it is valid UTF-8, line ends are
// line feeds, and control characters other than tab and line feed are gone. A
// stray byte or a C1 control is read as windows-1252, which is what it was
// meant as, and UTF-8 that was taken for Latin-1 and encoded again is undone.
// What is clean already is returned as it is.
func scrub(s string) string {
	if isPrintable(s) {
		return s
	}
	out := make([]byte, 0, len(s)+len(s)/16)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			out = appendByte(out, s[i])
		case r == '\r':
			if i+1 == len(s) || s[i+1] != '\n' {
				out = append(out, '\n')
			}
		case 0xC2 <= r && r <= 0xF4:
			if decoded, length := undouble(s[i:]); length > 0 {
				out, n = utf8.AppendRune(out, decoded), length
				break
			}
			out = utf8.AppendRune(out, r)
		case 0x80 <= r && r < 0xA0:
			out = appendByte(out, byte(r))
		case isXML(r):
			out = append(out, s[i:i+n]...)
		}
		i += n
	}
	return string(out)
}

// appendByte appends the character that b stands for in windows-1252, if any.
func appendByte(out []byte, b byte) []byte {
	if r := charmap.Windows1252.DecodeByte(b); isXML(r) && r != utf8.RuneError {
		return utf8.AppendRune(out, r)
	}
	return out
}

// undouble reads the bytes of one UTF-8 character where each stands as a
// Latin-1 character of its own, and returns the character and how much of s it
// takes. Only a run with a C1 control in it is taken for that: text has none.
func undouble(s string) (r rune, length int) {
	var raw [utf8.UTFMax]byte
	n, control := 0, false
	for _, c := range s {
		if c > 0xFF || n == len(raw) || n > 0 && (c < 0x80 || c > 0xBF) {
			break
		}
		raw[n] = byte(c)
		control = control || 0x80 <= c && c < 0xA0
		n++
		length += utf8.RuneLen(c)
		if utf8.FullRune(raw[:n]) {
			break
		}
	}
	r, size := utf8.DecodeRune(raw[:n])
	if !control || size != n || r == utf8.RuneError || !isXML(r) {
		return 0, 0
	}
	return r, length
}
