package coverage

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

// stopwords.txt has the commonest words by language, a line each,
// those with the most readers first: they tell a
// language, and carry nothing about an event. Written by hand.
//
//go:embed stopwords.txt
var stopwordsText string

// stopLanguages are those of the lists, English first; stops are their words, and
// votesOf tells which of them have a word. All are read-only after they are built.
var stopLanguages, stops, votesOf = buildStops()

// voters are the languages that a word votes for, by their place in stopLanguages,
// and how much: a word of many languages tells little of each.
type voters struct {
	languages []uint8
	weight    int
}

// fullVote is of a word that one language alone has.
const fullVote = 12

func buildStops() (languages []language, words map[language]map[string]bool, votes map[string]voters) {
	words, votes = map[language]map[string]bool{}, map[string]voters{}
	for i, line := range strings.Split(strings.TrimSpace(stopwordsText), "\n") {
		lang, list, _ := strings.Cut(line, " ")
		set := map[string]bool{}
		for _, w := range append(wordsOf(list), pairsOf(list)...) {
			if set[w] {
				continue
			}
			set[w] = true
			v := votes[w]
			v.languages = append(v.languages, uint8(i))
			votes[w] = v
		}
		languages, words[language(lang)] = append(languages, language(lang)), set
	}
	for w, v := range votes {
		v.weight = fullVote / min(len(v.languages)+alsoEnglish[w], fullVote)
		votes[w] = v
	}
	return languages, words, votes
}

// wordsOf are the words of a list as the scanner of words writes them, single
// letters included.
func wordsOf(list string) (out []string) {
	for field := range strings.FieldsSeq(list) {
		r, _ := utf8.DecodeRuneInString(field)
		if !unspaced(r) {
			out = append(out, lowered(field))
			continue
		}
		for _, w := range appendWords(nil, field) {
			out = append(out, w.text)
		}
	}
	return out
}

// pairsOf are all pairs of the words of one syllable of a script without spaces:
// the scanner meets such words in pairs only.
func pairsOf(list string) (out []string) {
	var single []string
	for field := range strings.FieldsSeq(list) {
		if r, _ := utf8.DecodeRuneInString(field); unspaced(r) && syllable(field) == len(field) {
			single = append(single, field)
		}
	}
	for _, one := range single {
		for _, other := range single {
			out = append(out, one+other)
		}
	}
	return out
}

// lowered writes a word as the scanner does.
func lowered(w string) string {
	return strings.Map(func(r rune) rune {
		if silent(r) {
			return -1
		}
		return fold(r)
	}, normal(w))
}

// alsoEnglish are stop words of other languages that English headlines use as
// words of their own: they tell the language less.
var alsoEnglish = func() map[string]int {
	out := map[string]int{}
	for _, w := range strings.Fields("die war men man her under over at for on an as do so to per more care are mai van hans den sea pro con mod " +
		"hat bin art was am net nun men far sin kan an sig se ha al el la las los le mas son fue era lo una uno de du des san par sur plus dans me " +
		"te mi no non si in is it ha hun one sua quem meu pod pot dar our sam sub plan dan para dia bay lag at ad ca nei sui come pa po via ne " +
		"til fra hos vi vil med van op bij dat wat met als nog uit te ten er us we he ik ze zo kan dit wel and or if by all may can will time " +
		"est em pre hi comment go teen see wake pat bus bare az kim don mar jos ons door ag sans att sen ante von sino dal no sig will man ellen uma ins ist ama fi vid bus comment nyt cu iar") {
		out[w] = 2
	}
	return out
}()
