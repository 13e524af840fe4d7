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
	last     rune // of the current word
	wideFrom int  // where the last syllable of a script without spaces begins, and ends
	wideTo   int  // 0: something else stood after it
}

// appendWords splits s into lower-case words. Scripts that do not put spaces
// between words (Han, Kana, Thai, Lao, Khmer, Burmese) give overlapping pairs
// of characters instead, of those that spell, pairs of syllables.
func appendWords(out []word, s string) []word {
	s = normal(s)
	w := wordScanner{out: out, s: s, starting: true}
	for i := 0; i < len(s); {
		switch r := s[i]; {
		case r >= utf8.RuneSelf:
			i += w.far(i)
		case isASCIIWord[r]:
			i += w.near(i)
		default:
			w.other(rune(r), i, 1)
			i++
		}
	}
	w.end()
	return w.out
}

// near takes a letter or digit of ASCII, and what follows it if that is a whole word,
// as it nearly always is. It returns how much it took.
func (w *wordScanner) near(i int) int {
	first := w.s[i]
	n, capitals := asciiWord(w.s[i:])
	if w.runes > 0 || isDigit(first) || n > maxWordRunes || i+n < len(w.s) && w.s[i+n] >= utf8.RuneSelf {
		w.letter(rune(first), i, 1)
		return 1
	}
	w.start, w.stop, w.folded, w.wideTo = i, i+n, false, 0
	w.runes, w.digits = n, false
	w.capital, w.starting = !w.starting && first < 'a', false
	if capitals {
		w.unlike()
		for k := range w.buffer {
			w.buffer[k] |= asciiSmall
		}
	}
	w.end()
	return n
}

// asciiSmall is the bit that small letters of ASCII have, and digits, but not capitals.
const asciiSmall = 0x20

// asciiWord is how many letters and digits of ASCII s begins with, and whether there
// are capitals among them.
func asciiWord(s string) (n int, capitals bool) {
	all := byte(asciiSmall)
	for n < len(s) && s[n] < utf8.RuneSelf && isASCIIWord[s[n]] {
		all &= s[n]
		n++
	}
	return n, all == 0
}

// far takes a character past ASCII and returns its length.
func (w *wordScanner) far(i int) int {
	r, size := utf8.DecodeRuneInString(w.s[i:])
	switch {
	case r == zeroWidthNonJoiner && w.runes > 0 && unicode.Is(unicode.Arabic, w.last):
		w.other(r, i, size)
	case silent(r):
		w.skip()
	case unspaced(r):
		size = syllable(w.s[i:])
		w.wide(i, size)
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r):
		w.letter(r, i, size)
	default:
		w.other(r, i, size)
	}
	return size
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
		if r == '.' || r == '٫' { // 1,200 and 1200 are one number, 6.8 and 68 are two
			w.buffer = append(w.buffer, '.')
			w.runes++
		}
		return
	}
	w.end()
	w.wideTo = 0
	if r == '.' || r == '!' || r == '?' || r == '\n' || r == ':' {
		w.starting = true
	}
}

// joiner tells what stands inside a number: the marks of Arabic digits are their own.
func joiner(r rune) bool { return r == ',' || r == '.' || r == '٬' || r == '٫' }

func digitFollows(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsDigit(r)
}

func (w *wordScanner) letter(r rune, at, size int) {
	w.wideTo = 0
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
	w.last = r
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

// skip leaves a character out of the current word.
func (w *wordScanner) skip() {
	if w.runes > 0 {
		w.unlike()
	}
}

// wide takes a syllable of a script without spaces; with the one before it, it
// makes a word.
func (w *wordScanner) wide(at, size int) {
	w.end()
	if w.wideTo == at && at > 0 {
		w.out = append(w.out, word{text: w.s[w.wideFrom : at+size]})
	}
	w.wideFrom, w.wideTo = at, at+size
	w.starting = false
}

// unspaced tells the scripts that do not put spaces between words.
func unspaced(r rune) bool {
	if r < 0x0E00 || unicode.IsDigit(r) {
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

// syllable is the length of what is written as one at the beginning of s, in
// bytes: a Han or Kana character; of the scripts that spell, a letter with the
// vowels and marks around it, and the letter that closes it. A letter of those
// says no more than one of Latin.
func syllable(s string) int {
	n, open, voiced := 0, true, false // open: the letter is still to come
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case n > 0 && (trailing(r) || unicode.Is(unicode.M, r) && unspaced(r)):
			open, voiced = r == khmerCoeng || r == burmeseVirama, true
		case n > 0 && !open && closes(s[n:], r, size, voiced):
			return n + size + asat(s[n+size:])
		case !open || n > 0 && !unspaced(r):
			return n
		default:
			open = leading(r)
			voiced = voiced || open
		}
		n += size
	}
	return n
}

// closes says whether a letter belongs to the vowel before it, if there is one: no
// vowel or mark of its own follows.
func closes(s string, r rune, size int, voiced bool) bool {
	if !spells(r) || leading(r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[size:])
	return next == burmeseAsat || voiced && !trailing(next) && !unicode.Is(unicode.M, next)
}

// asat is the length of the Burmese mark of a letter without a vowel.
func asat(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) || !unspaced(r) {
			break
		}
		n += size
	}
	return n
}

// spells tells the scripts without spaces that have letters: not Han and Kana.
func spells(r rune) bool { return 0xE00 <= r && r < 0x1800 && unspaced(r) }

const (
	khmerCoeng    = 0x17D2 // puts the letter that follows under the one before
	burmeseVirama = 0x1039 // the same
	burmeseAsat   = 0x103A // the letter has no vowel
)

// leading are the vowels of Thai and Lao that are written before their letter.
func leading(r rune) bool { return 0xE40 <= r && r <= 0xE44 || 0xEC0 <= r && r <= 0xEC4 }

// trailing are those that are written after it and are no marks to Unicode, and
// the mark of a long vowel of Kana.
func trailing(r rune) bool {
	switch r {
	case 0xE30, 0xE32, 0xE33, 0xE45, 0xE46, 0xEB0, 0xEB2, 0xEB3, 0xEBD, 0xEC6, 0x30FC:
		return true
	}
	return false
}
