package clean

import (
	"unicode"
	"unicode/utf8"
)

// detect guesses the charset of bytes that are no UTF-8 and came without a
// usable label. It knows the look of the charsets that were in use before UTF-8
// where windows-1252 was not: Japanese, Korean, Chinese, Russian, Thai.
func detect(body []byte) string {
	body = body[:min(len(body), 64<<10)]
	for _, c := range candidates {
		e, _ := lookup(c.name)
		text := decode(e, body)
		if looks := lookOf(string(text)); looks.faults <= looks.other/100 && c.fits(looks) {
			return c.name
		}
	}
	return windows1252
}

// looks counts the characters beyond ASCII of a text by what they are.
type looks struct {
	other                       int // all beyond ASCII
	faults                      int // not decodable, or of no use in a text
	kana, hangul, han, cyrillic int
	small                       int // Cyrillic small letters
	thai                        int
	words                       int // runs of characters beyond ASCII
	half                        int // half-width katakana, which Latin letters decode to
}

var candidates = []struct {
	name string
	fits func(looks) bool
}{
	{"shift_jis", func(l looks) bool { return l.kana*5 > l.other && (l.kana+l.han)*10 > l.other*9 && l.half*10 < l.other }},
	{"euc-jp", func(l looks) bool { return l.kana*5 > l.other && (l.kana+l.han)*10 > l.other*9 }},
	// Chinese decodes to Hangul too, but in runs as long as a sentence.
	{"euc-kr", func(l looks) bool { return l.hangul*10 > l.other*9 && l.words*8 > l.other }},
	{"gbk", func(l looks) bool { return l.han*10 > l.other*8 }},
	{"big5", func(l looks) bool { return l.han*10 > l.other*8 }},
	{"windows-874", func(l looks) bool { return l.thai*10 > l.other*9 && l.words*4 < l.other }},
	{"windows-1251", func(l looks) bool { return l.cyrillic*10 > l.other*9 && l.small*10 > l.other*7 && l.words*2 < l.other }},
	{"koi8-r", func(l looks) bool { return l.cyrillic*10 > l.other*9 && l.small*10 > l.other*7 && l.words*2 < l.other }},
}

func lookOf(text string) (l looks) {
	inside := false
	for _, r := range text {
		if r < utf8.RuneSelf {
			inside = false
			continue
		}
		if !inside {
			l.words++
		}
		inside = true
		l.count(r)
	}
	return l
}

func (l *looks) count(r rune) {
	l.other++
	switch {
	case r == utf8.RuneError || 0x80 <= r && r < 0xA0 || 0xE000 <= r && r < 0xF900:
		l.faults++
	case 0xFF61 <= r && r <= 0xFF9F:
		l.half++
	case 0x3000 <= r && r < 0x3040 || 0xFF00 <= r && r < 0xFF61: // punctuation of all three
		l.other--
	case 0x3040 <= r && r < 0x3100:
		l.kana++
	case 0xAC00 <= r && r < 0xD7B0:
		l.hangul++
	case unicode.Is(unicode.Han, r):
		l.han++
	case 0x400 <= r && r < 0x500:
		l.cyrillic++
		if unicode.IsLower(r) {
			l.small++
		}
	case 0xE00 <= r && r < 0xE80:
		l.thai++
	}
}
