package coverage

// focus is the terms of one story laid out for being compared with many: a look
// tells where in its entries a term is, or that it has none. Two sorted lists
// would be walked together otherwise, and nearly all of what is walked over is
// not shared.
type focus struct {
	of    *profile
	table [focusPlaces]uint16 // 1 + the place in of.entries; 0: none
}

const (
	focusPlaces = 1 << focusBits
	focusBits   = 10
	// mostFocused keeps looks short: half of the places at most are taken. No
	// profile has more; one that had would be seen with its first terms alone.
	mostFocused = focusPlaces / 2
)

func placeOf(term uint32) uint32 { return term * 2654435769 >> (32 - focusBits) } // Knuth's multiplicative hashing

func (f *focus) on(p *profile) {
	if f.of == p {
		return
	}
	f.of = p
	clear(f.table[:])
	for i := range p.entries[:min(len(p.entries), mostFocused)] {
		at := placeOf(p.entries[i].term)
		for f.table[at] != 0 {
			at = (at + 1) % focusPlaces
		}
		f.table[at] = uint16(i + 1)
	}
}

// find returns the entry of a term, nil if the story has none.
func (f *focus) find(term uint32) *entry {
	for at := placeOf(term); f.table[at] != 0; at = (at + 1) % focusPlaces {
		if t := &f.of.entries[f.table[at]-1]; t.term == term {
			return t
		}
	}
	return nil
}
