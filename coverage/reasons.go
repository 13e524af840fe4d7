package coverage

import (
	"cmp"
	"slices"
)

// Reason is one tie of a story to another of its group, or to all of it.
type Reason struct {
	Story int64   // the other story; 0: the group as a whole, by its words
	Odds  float64 // that both tell of one event, 0 to 1
	Copy  bool    // the texts are nearly the same
	Link  bool    // one links to the other, or both cite one page
	Terms []Term  // what they share, weightiest first
}

// Term is a shared term, stemmed, with how rare it is (the natural logarithm of
// the inverse document frequency), twice that if it stands in one of the
// titles, three times if in both.
type Term struct {
	Text   string
	Weight float64
}

const (
	maxReasons     = 3
	maxReasonTerms = 6
)

func (e *Engine) reasons(at uint32, all []found) []Reason {
	var out []Reason
	strong := false
	for _, f := range all {
		if e.groupAt(f.serial) != e.groupAt(at) {
			continue
		}
		strong = strong || f.strong
		if len(out) < maxReasons {
			out = append(out, e.reason(at, f))
		}
	}
	if g := e.groupOf(at); !strong && e.explained(at, g) {
		out = append([]Reason{e.reasonOfWords(at, g)}, out[:min(len(out), maxReasons-1)]...)
	}
	return out
}

func (e *Engine) reason(at uint32, found found) Reason {
	f, b := e.look(at), e.at(found.serial)
	p, o := e.parts(found.serial), likeness{}
	o.compareLinks(f, b, p.links)
	r := Reason{Story: b.id, Odds: found.odds, Copy: found.copied, Link: o.direct || o.cited}
	for _, s := range weightiestShared(e.sharedTerms(f, p)) {
		name := e.lexicon.nameOf(s.term)
		if s.second != 0 {
			name += " " + e.lexicon.nameOf(s.second)
		}
		r.Terms = append(r.Terms, Term{name, s.weight})
	}
	r.rank()
	return r
}

// sharedTerm is a term that two stories share, or a pair of them.
type sharedTerm struct {
	term, second uint32 // second: 0 for a single term
	weight       float64
}

// sharedTerms are good until the next call.
func (e *Engine) sharedTerms(f *focus, p parts) []sharedTerm {
	term, places, out := uint32(0), e.room(len(p.attrs)), e.shared[:0]
	for n, a := range p.attrs {
		term, p.gaps = next(term, p.gaps)
		i := f.place(term)
		places[n] = int16(i)
		if i >= 0 {
			out = append(out, sharedTerm{term: term, weight: e.lexicon.rarity(term) * titled(f.entries[i].attr, attr(a))})
		}
	}
	for i := 1; i < len(p.order); i++ {
		if p := f.pairOf(places[p.order[i-1]], places[p.order[i]]); p != nil {
			a, b := f.entries[p.first].term, f.entries[p.second].term
			rarity := e.lexicon.pairRarity(e.lexicon.rarity(a), e.lexicon.rarity(b), f.slot.hasText)
			out = append(out, sharedTerm{a, b, rarity * titled(inTitle, inTitle)})
		}
	}
	e.shared = out
	return out
}

// weightiestShared are as many as a reason has room for, and what is as heavy as the
// last of them: the others need not be spelt.
func weightiestShared(shared []sharedTerm) []sharedTerm {
	slices.SortFunc(shared, func(a, b sharedTerm) int { return cmp.Compare(b.weight, a.weight) })
	n := min(maxReasonTerms, len(shared))
	for n > 0 && n < len(shared) && shared[n].weight == shared[n-1].weight {
		n++
	}
	return shared[:n]
}

// rank puts the weightiest terms first, and keeps few.
func (r *Reason) rank() {
	slices.SortFunc(r.Terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Text, b.Text))
	})
	r.Terms = slices.Clip(r.Terms[:min(len(r.Terms), maxReasonTerms)])
}

// titled ranks a term of both titles before one of a title, and that before one of
// the texts.
func titled(s, t attr) float64 {
	n := 1.0
	if s&inTitle != 0 {
		n++
	}
	if t&inTitle != 0 {
		n++
	}
	return n
}
