package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Search terms are made here and not by SQLite's tokenizers: unicode61 cuts
// Hindi words at their vowel signs and takes a Chinese or Thai sentence for one
// word, trigram costs four times the space and cannot find two letters. A term
// is a word in lower case without accents, or two neighbouring letters of a
// script that puts no spaces between words ("日本語" is 日本, 本語, 語: the last
// letter too, so that every letter begins a term). Indexing and asking both come
// through here, so they cannot disagree.

// maxTerm bounds a term, in bytes: longer words are cut alike on both sides.
const maxTerm = 64

// termSink takes the terms of a text in order.
type termSink interface {
	word(term []byte)
	run(letters []rune) // of a script without spaces; at least one
}

// eachTerm finds the terms of text. ASCII words, most of what there is, take
// the short way: 150 MB/s against 20.
func eachTerm(text string, sink termSink) {
	var word [maxTerm]byte
	for i := 0; i < len(text); {
		if !asciiWord[text[i]] && text[i] < utf8.RuneSelf {
			i++
			continue
		}
		n, j := 0, i
		for ; j < len(text) && asciiWord[text[j]]; j++ {
			if n < maxTerm {
				word[n] = lowerASCII(text[j])
				n++
			}
		}
		if j == len(text) || text[j] < utf8.RuneSelf {
			sink.word(word[:n])
			i = j
			continue
		}
		for j < len(text) && !asciiSpace(text[j]) {
			j++
		}
		foldedTerms(text[i:j], sink)
		i = j
	}
}

// foldedTerms finds the terms of a piece of text that is not all ASCII.
func foldedTerms(text string, sink termSink) {
	var word []byte
	var run []rune
	flush := func() {
		if len(word) > 0 {
			sink.word(word)
			word = word[:0]
		}
		if len(run) > 0 {
			sink.run(run)
			run = run[:0]
		}
	}
	for _, r := range fold(text) {
		switch {
		case unspaced(r):
			if len(word) > 0 {
				flush()
			}
			run = append(run, r)
		case unicode.In(r, unicode.Letter, unicode.Number, unicode.Mark):
			if len(run) > 0 {
				flush()
			}
			if len(word)+utf8.RuneLen(r) <= maxTerm {
				word = utf8.AppendRune(word, r)
			}
		default:
			flush()
		}
	}
	flush()
}

// fold makes letters equal that people type for each other: case, accents,
// compatibility forms (full-width, ligatures), optional vowel points.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if to, ok := foldLetter(r); ok {
			b.WriteString(to)
		} else if !ignored(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String()) // Hangul syllables and voiced kana whole again
}

// foldLetter is for letters that Unicode does not decompose.
func foldLetter(r rune) (string, bool) {
	switch r {
	case 'ß', 'ẞ':
		return "ss", true
	case 'æ', 'Æ':
		return "ae", true
	case 'œ', 'Œ':
		return "oe", true
	case 'þ', 'Þ':
		return "th", true
	case 'ø', 'Ø':
		return "o", true
	case 'ł', 'Ł':
		return "l", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'ħ', 'Ħ':
		return "h", true
	case 'ı':
		return "i", true
	case 'ς':
		return "σ", true
	case 'ى', 'ی': // alef maksura, Farsi yeh
		return "ي", true
	case 'ک': // Farsi kaf
		return "ك", true
	case 'ة': // teh marbuta
		return "ه", true
	}
	return "", false
}

// ignored letters may stand in a word or not without changing it.
func ignored(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036f: // accents
	case r >= 0x0591 && r <= 0x05c7 && r != 0x05be && r != 0x05c0 && r != 0x05c3 && r != 0x05c6: // Hebrew points
	case r >= 0x064b && r <= 0x065f, r == 0x0670, r == 0x0640: // Arabic vowel marks, tatweel
	case r == 0x00ad, r >= 0x200b && r <= 0x200d, r == 0x2060, r == 0xfeff: // soft hyphen, joiners
	case r >= 0xfe00 && r <= 0xfe0f: // variation selectors
	default:
		return false
	}
	return true
}

// unspaced reports whether r belongs to a script that puts no spaces between
// words, or, as Korean, writes particles onto them.
func unspaced(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0eff: // Thai, Lao
	case r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17d3: // Myanmar, Khmer
	case r >= 0x1100 && r <= 0x11ff, r >= 0xac00 && r <= 0xd7a3: // Hangul
	case r >= 0x3005 && r <= 0x3007, r >= 0x3040 && r <= 0x312f, r >= 0x31a0 && r <= 0x31ff: // kana, bopomofo
	case r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff, r >= 0xf900 && r <= 0xfaff, r >= 0x20000 && r <= 0x3ffff: // Han
	default:
		return false
	}
	return unicode.In(r, unicode.Letter, unicode.Mark)
}

var asciiWord = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func asciiSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// indexTerms collects terms as the search table takes them: split by spaces.
type indexTerms struct{ text []byte }

func (x *indexTerms) word(term []byte) {
	x.text = append(append(x.text, term...), ' ')
}

func (x *indexTerms) run(letters []rune) {
	for i, r := range letters {
		x.text = utf8.AppendRune(x.text, r)
		if i+1 < len(letters) {
			x.text = utf8.AppendRune(x.text, letters[i+1])
		}
		x.text = append(x.text, ' ')
	}
}
