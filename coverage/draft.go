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
	lang    language
	words   []word
	letters []uint64 // hashes of the words
	keys    []uint64 // the same with the language, by which stems are known
	terms   []draftTerm
	table   [draftPlaces]uint16 // 1 + the place in terms, by hash; 0: none
	title   []int32             // places of the title's terms, in its order
	bylines [][]uint64          // hashes of the words of authors' names
	stopped int                 // stop words of the text
	links   []uint32            // hashes of addresses
	self    uint32              // hash of the story's own address
	best    []candidate
	kept    []int32
	unknown []int32
}

// draftPlaces are more than a story can have terms: of 7 KB, each takes 3 bytes.
const (
	draftPlaces = 1 << 12
	maxDraft    = draftPlaces * 3 / 4
)

// draftTerm is one term of the draft.
type draftTerm struct {
	hash   uint64
	name   string
	stem   *stemTerm // where its number may be known; nil: of a number
	term   uint32    // 0: not known to the lexicon yet
	times  int       // in the text
	place  uint8     // among the entries, if it is of the title
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
	isNumber
)

// read splits title and text into words, and tells their language. It returns how
// many are of the title.
func (d *draft) read(title, text, declared string, e *Engine) (titleWords int) {
	d.e = e
	d.words = appendWords(d.words[:0], title)
	titleWords = len(d.words)
	d.words = appendWords(d.words, text)
	d.lang = detect(d.words[:min(len(d.words), titleWords+detectWords)], declared)
	d.letters = appendHashes(d.letters[:0], d.words)
	d.keys = d.keys[:0]
	for _, letters := range d.letters {
		d.keys = append(d.keys, wordHash(letters, d.lang))
	}
	return titleWords
}

func appendHashes(out []uint64, words []word) []uint64 {
	for i := range words {
		out = append(out, fnv(words[i].text))
	}
	return out
}

// clear lets go of the story's text.
func (d *draft) clear() {
	clear(d.words)
	clear(d.terms)
	clear(d.table[:])
	d.terms, d.title, d.links, d.self, d.stopped = d.terms[:0], d.title[:0], d.links[:0], 0, 0
}

// add adds a word, whose letters have the hash and whose stem has the key, and returns
// its place, -1 of a stop word: one look-up is all it costs.
func (d *draft) add(w *word, letters, key uint64) int32 {
	if w.number {
		return d.place(hash40(mix(letters)), w.text, isNumber, nil)
	}
	s := d.e.stems.find(w.text, key, d.lang)
	if s.hash == 0 {
		return -1
	}
	in := standing(0)
	if w.capital {
		in = isName
	}
	return d.place(s.hash, s.name, in, s)
}

// place is the place of a term in the draft.
func (d *draft) place(hash uint64, name string, in standing, s *stemTerm) int32 {
	at := hash >> 16 % draftPlaces
	for d.table[at] != 0 {
		i := int32(d.table[at]) - 1
		if d.terms[i].hash == hash {
			d.terms[i].in |= in
			return i
		}
		at = (at + 1) % draftPlaces
	}
	if len(d.terms) == maxDraft {
		return -1
	}
	d.terms = append(d.terms, draftTerm{hash: hash, name: name, in: in, stem: s})
	d.table[at] = uint16(len(d.terms))
	return int32(len(d.terms)) - 1
}

func (d *draft) readTitle(titleWords int) {
	words := d.words[:titleWords]
	capitals := titleCase(words)
	for i := range words {
		w := words[i]
		w.capital = w.capital && !capitals
		if at := d.add(&w, d.letters[i], d.keys[i]); at >= 0 {
			d.terms[at].in |= standsInTitle
			d.title = append(d.title, at)
		}
	}
}

// leadWords are the beginning of a text, where news says what happened.
const leadWords = 60

func (d *draft) readText(titleWords int) {
	const ahead = 8 // words; what they need is on its way meanwhile
	name := 0       // words of an author's name that are still to come
	for i := titleWords; i < len(d.words); i++ {
		if i+ahead < len(d.keys) {
			d.e.stems.fetch(d.keys[i+ahead])
		}
		if name = max(name-1, d.byline(d.letters[i:])); name > 0 {
			continue // who wrote it, not what happened
		}
		if at := d.add(&d.words[i], d.letters[i], d.keys[i]); at >= 0 {
			d.terms[at].times++
			if i-titleWords < leadWords {
				d.terms[at].in |= standsInLead
			}
		} else {
			d.stopped++
		}
	}
}

// maxAuthors is how many authors of one story are looked for in its text.
const maxAuthors = 4

func (d *draft) readAuthors(authors []string) {
	d.bylines = d.bylines[:0]
	for _, a := range authors[:min(len(authors), maxAuthors)] {
		name, _ := cut(a, maxTitleBytes)
		if letters := appendHashes(nil, appendWords(nil, name)); len(letters) > 0 {
			d.bylines = append(d.bylines, letters)
		}
	}
}

// byline is how many of the words are the name of an author, from the first on.
func (d *draft) byline(letters []uint64) int {
	for _, name := range d.bylines {
		if len(letters) >= len(name) && slices.Equal(letters[:len(name)], name) {
			return len(name)
		}
	}
	return 0
}

// maxLinks is how many links of one story are looked at.
const maxLinks = 16

func (d *draft) readLinks(s Story) {
	if address, err := news.Canonical(s.URL); err == nil && s.URL != "" {
		d.self = addressHash(address)
		for _, w := range slugWords(address) {
			letters := fnv(w.text)
			if i := d.add(&w, letters, wordHash(letters, d.lang)); i >= 0 {
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
func linkHash(address uint32) uint64 { return hash40(mix(1<<40 | uint64(address))) }

// entries numbers the terms, keeping all of title and slug and the weightiest of
// the text, and returns what they are called beside them.
func (d *draft) entries(out []entry, names []string) ([]entry, []string) {
	d.best, d.kept, d.unknown = d.best[:0], d.kept[:0], d.unknown[:0]
	d.find()
	for i := range d.terms {
		t := &d.terms[i]
		t.rarity = d.e.lexicon.rarity(t.term)
		if t.in&(standsInTitle|standsInSlug) != 0 {
			d.kept = append(d.kept, int32(i))
		} else {
			d.best = append(d.best, candidate{logOfTimes[min(t.times, len(logOfTimes)-1)] * t.rarity, int32(i)})
		}
	}
	if len(d.best) > maxTextTerms {
		d.weightiest(maxTextTerms)
		d.best = d.best[:maxTextTerms]
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

// find looks the terms up in the lexicon, one right after the other: in a large window
// most of these looks go past the caches, and so they wait together.
func (d *draft) find() {
	for i := range d.terms {
		t := &d.terms[i]
		if s := t.stem; s != nil && s.hash == t.hash {
			t.term = d.e.lexicon.ofStem(s)
		} else {
			t.term = d.e.lexicon.find(t.hash)
		}
	}
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
	if t.in&isNumber != 0 {
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
		t.term = d.e.lexicon.number(t.hash)
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

// weightiest puts the n weightiest candidates first, in any order (Hoare's
// selection).
func (d *draft) weightiest(n int) {
	low, high := 0, len(d.best)-1
	for low < high {
		pivot := d.best[(low+high)/2]
		i, j := low, high
		for i <= j {
			for d.before(d.best[i], pivot) {
				i++
			}
			for d.before(pivot, d.best[j]) {
				j--
			}
			if i <= j {
				d.best[i], d.best[j] = d.best[j], d.best[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return
		}
	}
}

// before orders by weight, heaviest first, and by name.
func (d *draft) before(a, b candidate) bool {
	if a.weight != b.weight {
		return a.weight > b.weight
	}
	return d.terms[a.place].name < d.terms[b.place].name
}
