package coverage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headWord is one word of a headline, in the order of the headline. Unlike the
// terms of a profile, which say what an event is about, the words of a headline
// keep what tells two reports of it apart: order, small words, the value of a
// number.
type headWord struct {
	text, stem string
	weight     float64 // its rarity; of a stop word little
	value      float64 // of a number, written in digits or out
	number     bool
	stop       bool
	senses     senses
}

// maxHeadWords bounds what is compared: longer titles are teasers, and the
// head of a teaser is its headline.
const maxHeadWords = 40

// stopWeight is the weight of a stop word: next to nothing, but "after" for
// "before" must not count as the same headline.
const stopWeight = 0.3

// maxHeadline bounds what is kept of a title, in bytes.
const maxHeadline = 240

// headlineOf is what is kept of a title, in memory of its own: a title is often
// a part of a whole feed's text.
func headlineOf(title string) string {
	head, _ := cut(strings.TrimSpace(title), maxHeadline)
	return strings.Clone(head)
}

// headWords splits a headline. Initials are joined (U.S. is us, and so no
// pronoun), a genitive s goes, numbers get their value.
func (e *Engine) headWords(title string, lang language) []headWord {
	h := headline{lang: lang, e: e}
	runes := spoken(title)
	for i := 0; i < len(runes) && len(h.words) < maxHeadWords; {
		switch r := runes[i]; {
		case unspaced(r):
			i = h.wide(runes, i)
		case unicode.IsDigit(r):
			i = h.digits(runes, i)
		case unicode.IsLetter(r):
			i = h.letters(runes, i)
		default:
			i++
		}
	}
	return h.words
}

type headline struct {
	lang  language
	e     *Engine
	words []headWord
}

// spoken is a title without what changes no word.
func spoken(title string) []rune {
	var out []rune
	for _, r := range normal(title) {
		switch {
		case r == zeroWidthNonJoiner && len(out) > 0 && unicode.Is(unicode.Arabic, out[len(out)-1]):
			out = append(out, ' ')
		case !silent(r):
			out = append(out, r)
		}
	}
	return out
}

// wide takes two syllables of a script without spaces, and moves on by one.
func (h *headline) wide(runes []rune, i int) int {
	rest := string(runes[i:min(len(runes), i+maxWordRunes)])
	first := syllable(rest)
	if r, _ := utf8.DecodeRuneInString(rest[first:]); unspaced(r) {
		h.add(rest[:first+syllable(rest[first:])])
	} else if i == 0 || !unspaced(runes[i-1]) {
		h.add(rest[:first])
	}
	return i + utf8.RuneCountInString(rest[:first])
}

func (h *headline) letters(runes []rune, i int) int {
	start := i
	for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.Is(unicode.M, runes[i])) && !unspaced(runes[i]) {
		i++
	}
	if i-start > 1 {
		h.word(runes[start:i])
		return i
	}
	initials := []rune{runes[start]}
	for i+1 < len(runes) && runes[i] == '.' && unicode.IsLetter(runes[i+1]) && (i+2 == len(runes) || !unicode.IsLetter(runes[i+2])) {
		initials = append(initials, runes[i+1])
		i += 2
	}
	if len(initials) > 1 || !genitive(runes[:start]) {
		h.word(initials)
	}
	return i
}

// genitive says whether an apostrophe stands before: the s of "Iran's" and the
// t of "don't" are no words.
func genitive(before []rune) bool {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i] != ' ' {
			return before[i] == '\'' || before[i] == '’'
		}
	}
	return false
}

func (h *headline) word(runes []rune) {
	lower := make([]rune, len(runes))
	for i, r := range runes {
		lower[i] = fold(r)
	}
	text := string(lower)
	if n := len(h.words); n > 0 && h.words[n-1].number {
		if scale, ok := scales[text]; ok {
			h.words[n-1].value *= scale
			h.words[n-1].text += " " + text
			return
		}
	}
	h.add(text)
}

func (h *headline) add(text string) {
	if written, ok := sameWords[text]; ok && h.lang == "en" {
		text = written
	}
	if value, ok := numerals[h.lang][text]; ok {
		h.number(text, value)
		return
	}
	w := headWord{text: text, stem: h.e.stems.of(text, h.lang)}
	if h.lang == "en" {
		w.senses = englishSenses[w.stem]
	}
	w.stop = stops[h.lang][text] && text != "us"
	w.weight = stopWeight
	if !w.stop && !attributions[text] {
		w.weight = max(h.e.lexicon.rarityOf(w.stem), 2*stopWeight)
	}
	h.words = append(h.words, w)
}

// attributions say who said it or when, not what happened: weighed like stop
// words.
var attributions = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow overnight weekend " +
		"report reports reportedly official officials source sources sources spokesman spokesperson witnesses experts analysts residents " +
		"breaking update updated video watch photos pictures live exclusive poll survey study") {
		out[w] = true
	}
	return out
}()
