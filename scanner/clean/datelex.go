package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The general reader of dates works on tokens: numbers, words and marks.

type tokenKind uint8

const (
	tokenMark tokenKind = iota
	tokenNumber
	tokenWord
)

type dateToken struct {
	kind   tokenKind
	spaced bool // white space stands before it
	used   bool // its part in the date is known
	mark   byte // ':' '-' '/' '.' ',' '+' '(' ')' '\'', or '?' for any other
	value  int  // of a number
	digits int
	upper  bool // the word is written in capitals
	raw    string
	word   meaning
}

func (t *dateToken) isMark(marks string) bool {
	return t.kind == tokenMark && strings.IndexByte(marks, t.mark) >= 0
}

// maxTokens is how many tokens of a date are looked at; the dates of feeds have
// up to 17, listing pages put text around theirs.
const maxTokens = 48

// lexDate splits a date into tokens. It reports false where a number has more
// digits than any date.
func lexDate(s string, tokens []dateToken) ([]dateToken, bool) {
	spaced := true
	for s != "" && len(tokens) < maxTokens {
		r, size := utf8.DecodeRuneInString(s)
		t := dateToken{spaced: spaced}
		switch {
		case unicode.IsSpace(r) || isInvisible(r) || r == 0x200E || r == 0x200F:
			spaced, s = true, s[size:]
			continue
		case digitOf(r) >= 0:
			t.kind = tokenNumber
			size = t.number(s)
			if size == 0 {
				return nil, false
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			t.kind = tokenWord
			size = wordEnd(s, r)
			t.raw = s[:size]
			t.upper = t.raw == strings.ToUpper(t.raw)
			t.word = meaningOf(t.raw)
		default:
			t.mark = markOf(r)
		}
		tokens = append(tokens, t)
		spaced, s = false, s[size:]
	}
	return tokens, true
}

// number reads the number that s starts with and returns its length in bytes,
// or 0 when it is too long.
func (t *dateToken) number(s string) int {
	for i, r := range s {
		d := digitOf(r)
		if d < 0 {
			return i
		}
		if t.digits == 19 {
			return 0
		}
		t.value = t.value*10 + d
		t.digits++
	}
	return len(s)
}

// digitOf returns the value of a decimal digit of the scripts that dates are
// written in, or -1.
func digitOf(r rune) int {
	for _, zero := range [...]rune{'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10} {
		if r >= zero && r < zero+10 {
			return int(r - zero)
		}
		if r < 0x660 {
			break
		}
	}
	return -1
}

func markOf(r rune) byte {
	switch r {
	case ':', '-', '/', '.', ',', '+', '(', ')':
		return byte(r)
	case 0xFF1A: // full-width colon
		return ':'
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212: // hyphens, dashes, minus
		return '-'
	case '\'', 0x2019:
		return '\''
	case 0xFF0F:
		return '/'
	case 0xFF0C, 0x60C:
		return ','
	case 0xFF08:
		return '('
	case 0xFF09:
		return ')'
	}
	return '?'
}

// wordEnd returns where the word that s starts with ends. Chinese characters
// are not separated by spaces, so a word of them ends with a known word.
func wordEnd(s string, first rune) int {
	if unicode.Is(unicode.Han, first) {
		return hanWordEnd(s)
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || unicode.Is(unicode.Han, r) {
			return i
		}
	}
	return len(s)
}

func hanWordEnd(s string) int {
	ends, n := [3]int{}, 0
	for i, r := range s {
		if n > 0 {
			ends[n-1] = i
		}
		if n == len(ends) || !unicode.Is(unicode.Han, r) {
			break
		}
		n++
		ends[n-1] = i + utf8.RuneLen(r)
	}
	for ; n > 1; n-- {
		if meaningOf(s[:ends[n-1]]) != (meaning{}) {
			break
		}
	}
	return ends[0:][max(n, 1)-1]
}
