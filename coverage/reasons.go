package coverage

import (
	"cmp"
	"slices"
)

// Reason is one tie of a story to another of its group.
type Reason struct {
	Story int64   // the other story
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

func (e *Engine) reasons(at int32, all []found) []Reason {
	var out []Reason
	for _, f := range all {
		if e.slots[f.slot].group != e.slots[at].group {
			continue
		}
		out = append(out, e.reason(at, f))
		if len(out) == maxReasons {
			break
		}
	}
	return out
}

func (e *Engine) reason(at int32, f found) Reason {
	a, b := e.slots[at].story, e.slots[f.slot].story
	o := e.compare(a, b)
	r := Reason{Story: b.id, Odds: f.odds, Copy: f.copied, Link: o.direct || o.cited}
	for i, j := 0, 0; i < len(a.entries) && j < len(b.entries); {
		s, t := a.entries[i], b.entries[j]
		switch {
		case s.term < t.term:
			i++
		case s.term > t.term:
			j++
		default:
			if s.at&asLink == 0 {
				r.Terms = append(r.Terms, Term{e.lexicon.names[s.term], e.lexicon.eventRarity(s.term) * standing(s, t)})
			}
			i++
			j++
		}
	}
	slices.SortFunc(r.Terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Text, b.Text))
	})
	r.Terms = slices.Clip(r.Terms[:min(len(r.Terms), maxReasonTerms)])
	return r
}

// standing ranks a term of both titles before one of a title, and that before
// one of the texts.
func standing(s, t entry) float64 {
	n := 1.0
	if s.at&inTitle != 0 {
		n++
	}
	if t.at&inTitle != 0 {
		n++
	}
	return n
}
