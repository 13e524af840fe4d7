package coverage

import (
	"strings"
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
	text    string // lower case; mostly a part of the text it was found in
	capital bool   // began with a capital letter, not at a sentence's start
	number  bool
}

// scanner of words: state between runes.
type wordScanner struct {
	out      []word
	s        string
	start    int // of the current word in s
	stop     int
	runes    int  // in the current word; 0: none
	folded   bool // the current word is written otherwise than in s: it is in buffer
	buffer   []byte
	written  strings.Builder // holds all words that are written otherwise than in s
	capital  bool
	digits   bool
	starting bool // the next word opens a sentence
	lastWide rune
}

// appendWords splits s into lower-case words. Scripts that do not put spaces
// between words (Han, Kana, Thai, Lao, Khmer, Burmese) give overlapping pairs
// of characters instead.
func appendWords(out []word, s string) []word {
	w := wordScanner{out: out, s: s, starting: true}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r < utf8.RuneSelf {
			if isASCIIWord[r] {
				w.letter(r, i, 1)
			} else {
				w.other(r, i, 1)
			}
			i++
			continue
		}
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case unspaced(r):
			w.wide(r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r):
			w.letter(r, i, size)
		default:
			w.other(r, i, size)
		}
		i += size
	}
	w.end()
	return w.out
}

// isASCIIWord are the letters and digits of ASCII: nearly all of most texts.
var isASCIIWord = func() (table [utf8.RuneSelf]bool) {
	for r := range table {
		table[r] = unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r))
	}
	return table
}()

// other takes what is no part of a word, unless it stands between two digits.
func (w *wordScanner) other(r rune, at, size int) {
	if joiner(r) && w.digits && w.runes > 0 && w.runes < maxWordRunes && digitFollows(w.s[at+size:]) {
		w.unlike()
		if r == '.' { // 1,200 and 1200 are one number, 6.8 and 68 are two
			w.buffer = append(w.buffer, '.')
			w.runes++
		}
		return
	}
	w.end()
	w.lastWide = 0
	if r == '.' || r == '!' || r == '?' || r == '\n' || r == ':' {
		w.starting = true
	}
}

func joiner(r rune) bool { return r == ',' || r == '.' }

func digitFollows(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsDigit(r)
}

func (w *wordScanner) letter(r rune, at, size int) {
	w.lastWide = 0
	if w.runes == 0 {
		w.start, w.stop, w.folded = at, at, false
		w.capital = !w.starting && unicode.IsUpper(r)
		w.digits = unicode.IsDigit(r)
		w.starting = false
	}
	if w.runes == maxWordRunes {
		return
	}
	w.runes++
	lower := fold(r)
	if lower != r {
		w.unlike()
	}
	if w.folded {
		w.buffer = utf8.AppendRune(w.buffer, lower)
	} else {
		w.stop = at + size
	}
}

// unlike begins to write the current word anew.
func (w *wordScanner) unlike() {
	if !w.folded {
		w.folded = true
		w.buffer = append(w.buffer[:0], w.s[w.start:w.stop]...)
	}
}

// fold lowers r and drops differences that writers do not keep to.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	if r == 'ё' {
		return 'е'
	}
	return r
}

func (w *wordScanner) end() {
	if w.runes > 1 || w.runes == 1 && w.digits {
		w.out = append(w.out, word{w.text(), w.capital, w.digits})
	}
	w.runes = 0
}

func (w *wordScanner) text() string {
	if !w.folded {
		return w.s[w.start:w.stop]
	}
	if w.written.Cap() == 0 {
		w.written.Grow(max(len(w.s)/4, len(w.buffer)))
	}
	from := w.written.Len()
	w.written.Write(w.buffer)
	return w.written.String()[from:]
}

func (w *wordScanner) wide(r rune) {
	w.end()
	if w.lastWide != 0 {
		w.out = append(w.out, word{text: string([]rune{w.lastWide, r})})
	}
	w.lastWide = r
	w.starting = false
}

// unspaced tells the scripts that do not put spaces between words.
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
