package coverage

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A term of one or two words, or of two or three characters of a script without
// spaces, is often part of a longer name. What readers are shown is the phrase that
// most titles have around it.
const (
	maxSpelt    = 200  // titles that are looked at
	phraseShare = 0.75 // of them go on with the same word
	phraseWords = 3    // at most ...
	phrasePairs = 9    // ... or pairs of characters
)

// spelt is a term where a title has it.
type spelt struct {
	title    string
	words    []word
	spans    []span
	lang     language
	from, to int // words
}

// span is where a word stands in a title, in runes of its normal form.
type span struct{ from, to int }

// phrase is how most titles write a term, with the words around it that nearly all have.
func (t *Trends) phrase(r *risingTerm) string {
	var in []spelt
	for _, place := range r.in[:min(len(r.in), maxSpelt)] {
		if s, ok := t.spelt(r.key, t.recent[place].Title, t.recent[place].Language); ok {
			in = append(in, s)
		}
	}
	least := phraseShare * float64(len(in))
	for grown := true; grown; {
		grown = false
		for _, step := range [...]int{-1, 1} {
			if longer := grow(in, step); len(longer) > 0 && float64(len(longer)) >= least {
				in, grown = longer, true
			}
		}
	}
	written := map[string]int{}
	for i := range in {
		written[in[i].text(in[i].from, in[i].to)]++
	}
	best := ""
	for _, s := range slices.Sorted(maps.Keys(written)) {
		if best == "" || written[s] > written[best] {
			best = s
		}
	}
	return best
}

// spelt finds a term in a title.
func (t *Trends) spelt(key, title, declared string) (s spelt, ok bool) {
	title, _ = cut(title, maxTitleBytes)
	s.lang = detect(appendWords(nil, title), declared)
	parts := strings.Split(key, " ")
	for clause := range clauses(title) {
		s.title, s.words = clause, appendWords(nil, clause)
		for i := range len(s.words) - len(parts) + 1 {
			if t.stand(parts, s.words[i:], s.lang) {
				s.from, s.to = i, i+len(parts)-1
				s.spans = spansOf(s.title, s.words)
				return s, true
			}
		}
	}
	return s, false
}

// stand says whether words begin with some stems.
func (t *Trends) stand(stems []string, words []word, lang language) bool {
	for i, stem := range stems {
		if stops[lang][words[i].text] || t.stems.of(words[i].text, lang) != stem {
			return false
		}
	}
	return true
}

// clauses are the parts of a title between marks: no name goes on over one. A full
// stop may be of an abbreviation, a comma or colon without a space of a number.
func clauses(title string) func(func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i, r := range title {
			rest := title[i+utf8.RuneLen(max(r, 0)):]
			switch {
			case !unicode.IsPunct(r) && r != '|' || unicode.Is(unicode.Pc, r), strings.ContainsRune("'’.-‐‑&@#%*/", r):
				continue
			case (r == ',' || r == ':') && rest != "" && rest[0] != ' ':
				continue
			}
			if !yield(title[start:i]) {
				return
			}
			start = len(title) - len(rest)
		}
		yield(title[start:])
	}
}

// grow takes the word before or after into those that have the one most have there.
func grow(in []spelt, step int) (longer []spelt) {
	next := map[string]int{}
	for i := range in {
		if w := in[i].beyond(step); w != "" {
			next[w]++
		}
	}
	best := ""
	for _, w := range slices.Sorted(maps.Keys(next)) {
		if best == "" || next[w] > next[best] {
			best = w
		}
	}
	for _, s := range in {
		if best != "" && s.beyond(step) == best {
			if step < 0 {
				s.from--
			} else {
				s.to++
			}
			longer = append(longer, s)
		}
	}
	return longer
}

// beyond is the word before or after, empty if there is none that may belong to it.
func (s *spelt) beyond(step int) string {
	here, at, most := s.to, s.to+1, phraseWords
	if step < 0 {
		here, at = s.from, s.from-1
	}
	if wide := unspaced([]rune(s.words[here].text)[0]); wide {
		most = phrasePairs
	}
	if at < 0 || at == len(s.words) || s.to-s.from+1 >= most || stops[s.lang][s.words[at].text] || !s.touch(min(here, at)) {
		return ""
	}
	return s.words[at].text
}

// touch says whether a word and the next have nothing but a space or a hyphen between
// them, or overlap.
func (s *spelt) touch(at int) bool {
	a, b := s.spans[at], s.spans[at+1]
	if a.to == 0 || b.to == 0 {
		return false
	}
	if b.from <= a.to {
		return true
	}
	between := strings.TrimPrefix(string([]rune(normal(s.title))[a.to:b.from]), ".")
	return between == " " || between == "-" || between == "‑"
}

// text is how the title writes the words from one to another.
func (s *spelt) text(from, to int) string {
	if s.spans[from].to == 0 || s.spans[to].to == 0 {
		return plainSpelling(s.words[from : to+1]) // a number whose separators were left out
	}
	runes := []rune(normal(s.title))
	return strings.Join(strings.Fields(string(runes[s.spans[from].from:s.spans[to].to])), " ")
}

// spansOf finds words in their title. One that is written otherwise there has none.
func spansOf(title string, words []word) []span {
	folded := []rune(normal(title))
	for i, r := range folded {
		folded[i] = fold(r)
	}
	spans, place := make([]span, len(words)), 0
	for i := range words {
		w := []rune(words[i].text)
		at := indexRunes(folded[place:], w)
		if at < 0 {
			continue
		}
		spans[i] = span{place + at, place + at + len(w)}
		if place = spans[i].to; unspaced(w[0]) {
			place = spans[i].from + 1 // pairs of characters overlap
		}
	}
	return spans
}

func plainSpelling(words []word) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, w.text)
	}
	return strings.Join(parts, " ")
}

func indexRunes(in, what []rune) int {
	for i := 0; i+len(what) <= len(in); i++ {
		if slices.Equal(in[i:i+len(what)], what) {
			return i
		}
	}
	return -1
}
