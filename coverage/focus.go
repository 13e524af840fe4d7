package coverage

import "math"

// focus is one story laid out for being compared with many: a look tells where
// among its terms one is, or that it has none. Two sorted lists would be walked
// together otherwise, and nearly all of what is walked over is not shared.
type focus struct {
	of      uint32 // serial; 0: none
	slot    *slot
	entries []entry
	sketch  sketch
	rarity  []float64           // of the entries, when the focus was set
	gain    []float64           // what the entry adds to a dot product for each unit that it weighs elsewhere
	pairs   []titlePair         // neighbours in the title
	longest int                 // terms that a name has at most
	links   []uint32            // hashes of addresses
	table   [focusPlaces]uint16 // 1 + the place in entries; 0: none
}

// titlePair is two words that stand side by side in a title.
type titlePair struct {
	first, second int16   // entries
	weight        float64 // of its square
	lesser        float64 // the surprise of the less surprising one
}

const (
	focusPlaces = 1 << focusBits
	focusBits   = 10
	// mostFocused keeps looks short: half of the places at most are taken. No
	// story has more; one that had would be seen with its first terms alone.
	mostFocused = focusPlaces / 2
)

func placeOf(term uint32) uint32 { return term * 2654435769 >> (32 - focusBits) } // Knuth's multiplicative hashing

// look sets the focus on a story, unless it is there.
func (e *Engine) look(at uint32) *focus {
	if e.focus.of != at {
		e.refocus(at)
	}
	return &e.focus
}

// refocus sets the focus on a story, with what its terms weigh now.
func (e *Engine) refocus(at uint32) *focus {
	f, s := &e.focus, e.at(at)
	f.of, f.slot = at, s
	p := e.parts(at)
	f.entries = p.unpack(f.entries[:0])
	f.entries = f.entries[:min(len(f.entries), mostFocused)]
	clear(f.table[:])
	f.rarity = f.rarity[:0]
	for i, t := range f.entries {
		place := placeOf(t.term)
		for f.table[place] != 0 {
			place = (place + 1) % focusPlaces
		}
		f.table[place] = uint16(i + 1)
		f.rarity = append(f.rarity, e.lexicon.rarity(t.term))
	}
	f.discount(e.usual(s))
	e.weighTerms()
	if s.sketched {
		f.sketch = readSketch(p.sketch)
	}
	f.longest = nameTerms(e.languages.name(s.lang))
	f.links = f.links[:0]
	for i := range int(s.links) {
		f.links = append(f.links, linkAt(p.links, i))
	}
	return f
}

// weighTerms says what the terms of the story in focus, and the pairs of its title, weigh
// by their rarity.
func (e *Engine) weighTerms() {
	f := &e.focus
	f.gain = f.gain[:0]
	for i, t := range f.entries {
		p := power(min(f.rarity[i], rarest))
		f.gain = append(f.gain, standings[t.attr]*p*p)
	}
	e.pair(f, e.parts(f.of).order)
}

func (e *Engine) pair(f *focus, order []byte) {
	f.pairs = f.pairs[:0]
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		if a == b {
			continue
		}
		w := pairStanding * power(min(e.lexicon.pairRarity(f.rarity[a], f.rarity[b], f.slot.hasText), rarest))
		lesser := min(surprise(f.entries[a].attr, f.rarity[a]), surprise(f.entries[b].attr, f.rarity[b]))
		f.pairs = append(f.pairs, titlePair{int16(a), int16(b), w * w, lesser})
	}
}

// place is where among the entries a term is, -1 if the story has it not.
func (f *focus) place(term uint32) int {
	for at := placeOf(term); f.table[at] != 0; at = (at + 1) % focusPlaces {
		if i := int(f.table[at]) - 1; f.entries[i].term == term {
			return i
		}
	}
	return -1
}

// norm is the length of the story's vector of weighted terms.
func (f *focus) norm() float32 {
	sum := 0.0
	for i, t := range f.entries {
		sum += f.gain[i] * standings[t.attr]
	}
	for _, p := range f.pairs {
		sum += p.weight
	}
	return float32(math.Sqrt(sum))
}

// mark marks the entries that another story has too.
func (f *focus) mark(shared []bool, o parts) {
	term := uint32(0)
	for range o.attrs {
		term, o.gaps = next(term, o.gaps)
		if i := f.place(term); i >= 0 {
			shared[i] = true
		}
	}
}

// sharedPairs is what the pairs that another title has too add to the dot product,
// and what of the terms in them is no surprise. shared is where among the entries the
// terms of the other story are, as the order of its title counts them; -1: nowhere.
func (f *focus) sharedPairs(order []byte, shared []int16, shorter int) (dot, certain float64) {
	var r run
	for i := 1; i < len(order); i++ {
		p := f.pairOf(shared[order[i-1]], shared[order[i]])
		if p == nil {
			certain += r.end(shorter)
			continue
		}
		dot += p.weight
		r.add(p.lesser, f.longest)
	}
	return dot, certain + r.end(shorter)
}

// pairOf is the pair of two entries that stand side by side in the title, nil if
// they do not.
func (f *focus) pairOf(first, second int16) *titlePair {
	if first < 0 || second < 0 {
		return nil
	}
	for k := range f.pairs {
		if p := &f.pairs[k]; p.first == first && p.second == second {
			return p
		}
	}
	return nil
}
