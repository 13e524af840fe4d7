package coverage

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// A word of plain letters is taken at once; letter by letter it is the same word.
func TestWordsAtOnceAreWordsByLetters(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	bits := []string{"a", "Word", "NATO", "s", "word", strings.Repeat("long", 12), "é", "\u200c", "\u00ad", "\u0301", "1", "23", ".", ",", " ", " ", "\n", "-", "'", "漢", "字", "ส", "\xff"}
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(bits[r.IntN(len(bits))])
		}
		if s := b.String(); !slices.Equal(appendWords(nil, s), byLetters(s)) {
			t.Fatalf("%q: %v, letter by letter %v", s, appendWords(nil, s), byLetters(s))
		}
	}
}

func byLetters(s string) []word {
	w := wordScanner{s: normal(s), starting: true}
	for i := 0; i < len(w.s); {
		switch r := w.s[i]; {
		case r >= utf8.RuneSelf:
			i += w.far(i)
			continue
		case isASCIIWord[r]:
			w.letter(rune(r), i, 1)
		default:
			w.other(rune(r), i, 1)
		}
		i++
	}
	w.end()
	return w.out
}
