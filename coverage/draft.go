package coverage

import (
	"cmp"
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
	numbers map[string]int32 // places of the numbers in terms
	title   []int32          // places of the title's terms, in its order
	links   []uint32         // hashes of addresses
	self    uint32           // hash of the story's own address
	best    []candidate
	kept    []int32
	unknown []int32
}

// draftTerm is one term of the draft.
type draftTerm struct {
	stem   *stemTerm // nil: a number
	name   string
	term   uint32 // 0: not known to the lexicon yet
	times  int    // in the text
	place  uint8  // among the entries, if it is of the title
	in     standing
	rarity float64
}

// standing tells where in a story a term stood and whether it is a name.
type standing uint8

const (
	standsInTitle standing = 1 << iota
	standsInLead
	standsInSlug
	isName
)

// read splits title and text into words, and tells their language.
func (d *draft) read(title, text, declared string, e *Engine) (titleWords, textWords []word) {
	d.e = e
	d.words = appendWords(d.words[:0], title)
	n := len(d.words)
	d.words = appendWords(d.words, text)
	d.stems = e.stems.in(detect(d.words[:min(len(d.words), n+detectWords)], declared))
	if d.numbers == nil {
		d.numbers = map[string]int32{}
	}
	return d.words[:n], d.words[n:]
}

// clear lets go of the story's text.
func (d *draft) clear() {
	clear(d.words)
	clear(d.terms)
	clear(d.numbers)
	d.terms, d.title, d.links, d.self = d.terms[:0], d.title[:0], d.links[:0], 0
}

// add adds a word and returns its place, -1 of a stop word: one look-up is all it
// costs.
func (d *draft) add(w word) int32 {
	if w.number {
		return d.addNumber(w.text)
	}
	s := d.stem(w)
	if s == nil {
		return -1
	}
	i := int(s.place)
	if i >= len(d.terms) || d.terms[i].stem != s {
		i = len(d.terms)
		s.place = int32(i)
		d.terms = append(d.terms, draftTerm{stem: s, name: s.name})
	}
	if w.capital {
		d.terms[i].in |= isName
	}
	return int32(i)
}

func (d *draft) addNumber(name string) int32 {
	i, ok := d.numbers[name]
	if !ok {
		i = int32(len(d.terms))
		d.numbers[name] = i
		d.terms = append(d.terms, draftTerm{name: name})
	}
	return i
}

// stem is nil for a stop word.
func (d *draft) stem(w word) *stemTerm {
	s, ok := d.stems.ofWord[w.text]
	if !ok {
		s = d.e.stems.learn(d.stems, w.text)
	}
	return s
}

func (d *draft) readTitle(words []word) {
	capitals := titleCase(words)
	for _, w := range words {
		w.capital = w.capital && !capitals
		if i := d.add(w); i >= 0 {
			d.terms[i].in |= standsInTitle
			d.title = append(d.title, i)
		}
	}
}

// leadWords are the beginning of a text, where news says what happened.
const leadWords = 60

func (d *draft) readText(words []word) {
	for n, w := range words {
		if i := d.add(w); i >= 0 {
			d.terms[i].times++
			if n < leadWords {
				d.terms[i].in |= standsInLead
			}
		}
	}
}

// maxLinks is how many links of one story are looked at.
const maxLinks = 16

func (d *draft) readLinks(s Story) {
	if address, err := news.Canonical(s.URL); err == nil && s.URL != "" {
		d.self = addressHash(address)
		for _, w := range slugWords(address) {
			if i := d.add(w); i >= 0 {
				d.terms[i].in |= standsInSlug
			}
		}
	}
	for _, link := range s.Links[:min(len(s.Links), maxLinks)] {
		address, err := news.Canonical(link)
		if h := addressHash(address); err == nil && !slices.Contains(d.links, h) {
			d.links = append(d.links, h)
		}
	}
}

// addressHash is never 0.
func addressHash(address string) uint32 { return max(uint32(hashOf(address)>>32), 1) }

// linkHash is of a link as a term.
func linkHash(address uint32) uint64 { return mix(1<<40|uint64(address)) | 1 }

// entries numbers the terms, keeping all of title and slug and the weightiest of
// the text, and returns what they are called beside them.
func (d *draft) entries(out []entry, names []string) ([]entry, []string) {
	d.best, d.kept, d.unknown = d.best[:0], d.kept[:0], d.unknown[:0]
	for i := range d.terms {
		t := &d.terms[i]
		if t.stem != nil {
			t.term = d.e.lexicon.ofStem(t.stem)
		} else {
			t.term = d.e.lexicon.find(termHash(t.name))
		}
		t.rarity = d.e.lexicon.rarity(t.term)
		if t.in&(standsInTitle|standsInSlug) != 0 {
			d.kept = append(d.kept, int32(i))
		} else {
			d.offer(candidate{logOfTimes[min(t.times, len(logOfTimes)-1)] * t.rarity, int32(i)})
		}
	}
	for _, c := range d.best {
		d.kept = append(d.kept, c.place)
	}
	d.numberUnknown()
	slices.SortFunc(d.kept, func(a, b int32) int { return cmp.Compare(d.terms[a].term, d.terms[b].term) })
	for i, place := range d.kept {
		t := &d.terms[place]
		t.place = uint8(min(i, math.MaxUint8))
		out, names = append(out, t.entry()), append(names, t.name)
	}
	return out, names
}

// entry is what the window keeps of a term. A word of the title counts as three of
// the text, and so does one of the text's beginning.
func (t *draftTerm) entry() entry {
	times := t.times
	e := entry{term: t.term, counted: true}
	if t.in&standsInTitle != 0 {
		times += titleTimes
		e.attr |= inTitle
	}
	if t.in&standsInLead != 0 {
		times += leadTimes
	}
	if t.in&standsInSlug != 0 {
		times += slugTimes
	}
	if t.times > 0 {
		e.attr |= inText
	}
	if t.in&isName != 0 {
		e.attr |= asName
	}
	if t.stem == nil {
		e.attr |= asNumber
	}
	e.attr |= levelOf(times)
	return e
}

// order is the title's terms in its order, as places among the entries, as far as
// a byte can tell them.
func (d *draft) order(out []uint8) []uint8 {
	for _, i := range d.title[:min(len(d.title), math.MaxUint8)] {
		if d.terms[i].place == math.MaxUint8 {
			break
		}
		out = append(out, d.terms[i].place)
	}
	return out
}

// numberUnknown numbers what the lexicon has no number for, in the order of
// names: the same stories give the same numbers.
func (d *draft) numberUnknown() {
	for _, place := range d.kept {
		if d.terms[place].term == 0 {
			d.unknown = append(d.unknown, place)
		}
	}
	slices.SortFunc(d.unknown, func(a, b int32) int { return strings.Compare(d.terms[a].name, d.terms[b].name) })
	for _, place := range d.unknown {
		t := &d.terms[place]
		hash := uint64(0)
		if t.stem != nil {
			hash = t.stem.hash
		} else {
			hash = termHash(t.name)
		}
		t.term = d.e.lexicon.numberOf(hash) // two names may have one hash
	}
}

// candidate is a term of the text alone, and its place in the draft.
type candidate struct {
	weight float64
	place  int32
}

// logOfTimes is how much a term counts by how often it stands in a text. It is
// read-only.
var logOfTimes = func() (table [256]float64) {
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
