package coverage

import (
	"unicode"
	"unicode/utf8"
)

// Limits of what is read of one story, in bytes. Longer input is cut, not
// refused: the head of a news story tells what it is about.
const (
	maxTitleBytes = 1 << 10
	maxTextBytes  = 6 << 10
	maxWordRunes  = 40
)

// word is one word of a text as it was found.
type word struct {
	text    string // lower case
	capital bool   // began with a capital letter, not at a sentence's start
	number  bool
}

// scanner of words: state between runes.
type wordScanner struct {
	out      []word
	current  []rune
	capital  bool
	digits   bool
	starting bool // the next word opens a sentence
	lastWide rune
}

// appendWords splits s into lower-case words. Scripts that do not put spaces
// between words (Han, Kana, Thai, Lao, Khmer, Burmese) give overlapping pairs
// of characters instead.
func appendWords(out []word, s string) []word {
	w := wordScanner{out: out, starting: true}
	for i, r := range s {
		switch {
		case unspaced(r):
			w.wide(r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r):
			w.letter(r)
		case joiner(r) && len(w.current) > 0 && len(w.current) < maxWordRunes && w.digits && digitFollows(s[i+1:]):
			if r == '.' { // 1,200 and 1200 are one number, 6.8 and 68 are two
				w.current = append(w.current, r)
			}
		default:
			w.end()
			w.lastWide = 0
			if r == '.' || r == '!' || r == '?' || r == '\n' || r == ':' {
				w.starting = true
			}
		}
	}
	w.end()
	return w.out
}

func joiner(r rune) bool { return r == ',' || r == '.' }

func digitFollows(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsDigit(r)
}

func (w *wordScanner) letter(r rune) {
	w.lastWide = 0
	if len(w.current) == 0 {
		w.capital = unicode.IsUpper(r) && !w.starting
		w.digits = unicode.IsDigit(r)
		w.starting = false
	}
	if len(w.current) < maxWordRunes {
		w.current = append(w.current, fold(r))
	}
}

// fold lowers r and drops differences that writers do not keep to.
func fold(r rune) rune {
	r = unicode.ToLower(r)
	if r == 'ё' {
		return 'е'
	}
	return r
}

func (w *wordScanner) end() {
	if len(w.current) == 0 {
		return
	}
	if len(w.current) > 1 || w.digits {
		w.out = append(w.out, word{string(w.current), w.capital, w.digits})
	}
	w.current = w.current[:0]
}

func (w *wordScanner) wide(r rune) {
	w.end()
	if w.lastWide != 0 {
		w.out = append(w.out, word{text: string([]rune{w.lastWide, r})})
	}
	w.lastWide = r
	w.starting = false
}

func unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// cut shortens s to at most limit bytes without breaking a character.
func cut(s string, limit int) (string, bool) {
	if len(s) <= limit {
		return s, false
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit], true
}
