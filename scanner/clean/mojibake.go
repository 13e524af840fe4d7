package clean

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// undoubleText undoes what happens when UTF-8 is taken for windows-1252 and
// encoded again: "é" has become "Ã©". It reports false unless every character
// beyond ASCII is part of that, and there are several which stand for letters
// or punctuation that are in use; "CAFÉ…" would be the bytes of a character as
// well, but a rare one.
func undoubleText(body []byte) ([]byte, bool) {
	var out []byte
	common, done := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, length := latinSequence(body[i:])
		if length == 0 || !inUse(r) {
			return nil, false
		}
		common++
		out = append(out, body[done:i]...)
		out = utf8.AppendRune(out, r)
		i += length
		done = i
	}
	if common < 3 {
		return nil, false
	}
	return append(out, body[done:]...), true
}

// inUse says whether r is a character that texts are full of, rather than one
// that the letters and quotes of windows-1252 happen to spell.
func inUse(r rune) bool {
	return 0xA0 <= r && r < 0x180 || 0x370 <= r && r < 0x700 || 0x900 <= r && r < 0x1200 ||
		0x1E00 <= r && r < 0x2040 || r == 0x20AC || r == 0x2122 || 0x3000 <= r && r < 0xD800 || 0x1F000 <= r && r < 0x20000
}

// latinSequence reads one UTF-8 character whose bytes stand as characters of
// windows-1252 each, and returns it and how many bytes of body it takes.
func latinSequence(body []byte) (r rune, length int) {
	var raw [utf8.UTFMax]byte
	for n := 0; n < len(raw) && length < len(body); n++ {
		c, size := utf8.DecodeRune(body[length:])
		b, ok := charmap.Windows1252.EncodeRune(c)
		if !ok && 0x80 <= c && c < 0xA0 { // bytes that windows-1252 leaves free
			b, ok = byte(c), true
		}
		if !ok || b < 0x80 {
			return 0, 0
		}
		raw[n] = b
		length += size
		if utf8.FullRune(raw[:n+1]) {
			if r, size = utf8.DecodeRune(raw[:n+1]); r == utf8.RuneError || size <= n {
				return 0, 0
			}
			return r, length
		}
	}
	return 0, 0
}
