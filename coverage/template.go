package coverage

import "slices"

// Machines tell of shares, of the weather and of the results of leagues: their texts differ
// by names and numbers, and are no copies.

const (
	templateLeast = 0.1 // of the shingles of two texts by one pattern are the same
	templateWords = 0.6 // of the words of both titles, in one order
)

// templated reports whether the texts of the story in focus and another were made by one
// pattern: they share shingles, and most of their titles, in one order, but each
// title has a rare word in the place of one of the other, of which that says nothing in
// its text either.
func (e *Engine) templated(other uint32, o *likeness) bool {
	if o.same < templateLeast || o.same >= furnitureMost || o.direct {
		return false
	}
	f, p := &e.focus, &e.template
	p.terms = p.terms[:0]
	own, their := p.titleWords(e, f.of), p.titleWords(e, other)
	p.words = append(p.words[:0], make([]bool, len(f.entries))...)
	for _, term := range own {
		p.words[f.place(term)] = slices.Contains(their, term)
	}
	p.frame(e, &p.own, own)
	p.frame(e, &p.other, their)
	words, fillings := len(p.own.words), max(len(p.own.fillings), len(p.other.fillings))
	if words < fewestPatternWords || float64(words) < templateWords*float64(words+fillings) {
		return false
	}
	e.borne = append(e.borne[:0], make([]bool, len(f.entries))...)
	f.mark(e.borne, e.parts(other))
	p.own.fillings = slices.DeleteFunc(p.own.fillings, func(t filling) bool { return e.borne[f.place(t.term)] })
	return p.tellsOther(f) != 0
}
