package coverage

import (
	"math"
	"slices"
	"strings"

	"alsoread/news"
)

// maxTextTerms are kept of a story's text, the weightiest. Measured on the
// full-text sets: 40 lose .004 BCubed F1 against the whole text, 64 nothing.
const maxTextTerms = 64

// draft collects the terms of a story before they are numbered. It is used
// again for the next story.
type draft struct {
	e       *Engine
	stems   *stems
	words   []word
	terms   []draftTerm
	named   map[string]int32 // places of the terms that are no stems: numbers, pairs, links
	best    []candidate
	kept    []int32
	unknown []int32
}

// draftTerm is one term of the draft.
type draftTerm struct {
	entry
	stem  *stemTerm // nil: no stem
	name  string
	known bool // to the lexicon, as term
}

// read splits title and text into words, and tells their language.
func (d *draft) read(title, text, declared string, e *Engine) (titleWords, textWords []word) {
	d.e = e
	d.words = appendWords(d.words[:0], title)
	n := len(d.words)
	d.words = appendWords(d.words, text)
	d.stems = e.stems.in(detect(d.words[:min(len(d.words), n+detectWords)], declared))
	if d.named == nil {
		d.named = map[string]int32{}
	}
	return d.words[:n], d.words[n:]
}

// clear lets go of the story's text.
func (d *draft) clear() {
	clear(d.words)
	clear(d.terms)
	clear(d.named)
	d.terms = d.terms[:0]
}

// add adds a stem: one look-up of a word is all it costs.
func (d *draft) add(s *stemTerm, at bearing) {
	i := int(s.place)
	if i >= len(d.terms) || d.terms[i].stem != s {
		i = len(d.terms)
		s.place = int32(i)
		d.terms = append(d.terms, draftTerm{stem: s, name: s.name})
	}
	d.terms[i].mark(at)
}

// addNamed adds a term that is no stem.
func (d *draft) addNamed(name string, at bearing) {
	i, ok := d.named[name]
	if !ok {
		i = int32(len(d.terms))
		d.named[name] = i
		d.terms = append(d.terms, draftTerm{name: name})
	}
	d.terms[i].mark(at)
}

func (t *entry) mark(at bearing) {
	if at&inText != 0 && t.times < math.MaxUint8 {
		t.times++
	}
	t.at |= at
}

// stem is nil for a stop word.
func (d *draft) stem(w word) *stemTerm {
	s, ok := d.stems.ofWord[w.text]
	if !ok {
		s = d.e.stems.learn(d.stems, w.text)
	}
	return s
}

// addWord adds a word and returns its term, or "" of a stop word.
func (d *draft) addWord(w word, at bearing) string {
	if w.number {
		d.addNamed(w.text, at|asNumber)
		return w.text
	}
	s := d.stem(w)
	if s == nil {
		return ""
	}
	if w.capital {
		at |= asName
	}
	d.add(s, at)
	return s.name
}

func (d *draft) title(words []word) (length, numbers int) {
	last := ""
	capitals := titleCase(words)
	for _, w := range words {
		w.capital = w.capital && !capitals
		term := d.addWord(w, inTitle)
		if term == "" {
			continue
		}
		length++
		if w.number {
			numbers++
		}
		if last != "" && last != term {
			d.addNamed(last+" "+term, inTitle|asPair)
		}
		last = term
	}
	return length, numbers
}

// leadWords are the beginning of a text, where news says what happened.
const leadWords = 60

func (d *draft) text(words []word) {
	lead := min(len(words), leadWords)
	for _, w := range words[:lead] {
		d.addWord(w, inText|inLead)
	}
	for _, w := range words[lead:] {
		d.addWord(w, inText)
	}
}

// maxLinks is how many links of one story are looked at.
const maxLinks = 16

func (d *draft) links(s Story) {
	if address, err := news.Canonical(s.URL); err == nil && s.URL != "" {
		d.addNamed(address, asSelf|asLink)
		for _, w := range slugWords(address) {
			if stem := d.stem(w); stem != nil {
				d.add(stem, inSlug)
			}
		}
	}
	for i, link := range s.Links {
		if i == maxLinks {
			break
		}
		if address, err := news.Canonical(link); err == nil {
			d.addNamed(address, asLink)
		}
	}
}

// entries numbers the terms, keeping all of title, slug and links and the
// weightiest of the text.
func (d *draft) entries() []entry {
	d.best, d.kept, d.unknown = d.best[:0], d.kept[:0], d.unknown[:0]
	for i := range d.terms {
		t := &d.terms[i]
		d.find(t)
		if t.at&^(inText|inLead|asName|asNumber) != 0 {
			d.kept = append(d.kept, int32(i))
		} else {
			d.offer(candidate{d.weight(t), int32(i)})
		}
	}
	for _, c := range d.best {
		d.kept = append(d.kept, c.place)
	}
	d.numberUnknown()
	out := make([]entry, len(d.kept))
	for i, place := range d.kept {
		out[i] = d.terms[place].entry
		out[i].at |= counted
	}
	slices.SortFunc(out, func(a, b entry) int { return int(a.term) - int(b.term) })
	return out
}

func (d *draft) find(t *draftTerm) {
	if t.stem != nil {
		t.term, t.known = d.e.lexicon.find(t.stem)
	} else {
		t.term, t.known = d.e.lexicon.numbers[t.name]
	}
}

// numberUnknown numbers what the lexicon has no number for, in the order of
// names: the same stories give the same numbers.
func (d *draft) numberUnknown() {
	for _, place := range d.kept {
		if !d.terms[place].known {
			d.unknown = append(d.unknown, place)
		}
	}
	slices.SortFunc(d.unknown, func(a, b int32) int { return strings.Compare(d.terms[a].name, d.terms[b].name) })
	for _, place := range d.unknown {
		d.terms[place].term = d.e.lexicon.number(d.terms[place].name)
	}
}

// candidate is a term of the text alone, and its place in the draft.
type candidate struct {
	weight float64
	place  int32
}

func (d *draft) weight(t *draftTerm) float64 {
	if t.known {
		return logOfTimes[t.times] * d.e.lexicon.eventRarity(t.term)
	}
	return logOfTimes[t.times] * d.e.lexicon.eventRarityOf(t.name)
}

// logOfTimes is how much a term counts by how often it stands in a text. It is
// read-only.
var logOfTimes = func() (table [math.MaxUint8 + 1]float64) {
	for i := range table {
		table[i] = math.Log1p(float64(i))
	}
	return table
}()

// offer keeps a candidate in best if it is one of the maxTextTerms weightiest.
func (d *draft) offer(c candidate) {
	if len(d.best) == maxTextTerms {
		if !d.before(c, d.best[maxTextTerms-1]) {
			return
		}
		d.best = d.best[:maxTextTerms-1]
	}
	low, high := 0, len(d.best)
	for low < high {
		middle := (low + high) / 2
		if d.before(c, d.best[middle]) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	d.best = slices.Insert(d.best, low, c)
}

// before orders by weight, heaviest first, and by name.
func (d *draft) before(a, b candidate) bool {
	if a.weight != b.weight {
		return a.weight > b.weight
	}
	return d.terms[a.place].name < d.terms[b.place].name
}
