package news

import (
	"cmp"
	"slices"
)

// Tie is one sign that two groups are of one thread.
type Tie struct {
	Group     int64 // the other one
	Reason    RelationReason
	Publisher string  // of a link: whose page has it
	Own       bool    // of a link: it leads to a story of the same publisher
	Score     float64 // of terms: how alike, 0 to 1
}

// What a tie of each kind is worth, as the share of doubt that it removes. A
// publisher that points at another's story has chosen to; at its own stories,
// it may only be selling them. Terms that were not enough for one event are a
// hint.
const (
	foreignLink = 0.6
	ownLink     = 0.25
	likeTerms   = 0.4
)

// Weight is what the tie is worth by itself, 0 to 1.
func (t *Tie) Weight() float64 {
	switch {
	case t.Reason.Kind == ReasonTerms:
		return likeTerms * min(max(t.Score, 0), 1)
	case t.Own:
		return ownLink
	}
	return foreignLink
}

// Relate makes relations of the ties of one group, the strongest first, each with
// the reason that weighs most. The more signs, the less doubt: what each leaves is
// multiplied; but all links of one publisher to one group are one sign, and so are
// all terms.
func Relate(ties []Tie) []Relation {
	slices.SortStableFunc(ties, func(a, b Tie) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(b.Weight(), a.Weight()),
			cmp.Compare(a.Reason.From, b.Reason.From), cmp.Compare(a.Reason.To, b.Reason.To))
	})
	var out []Relation
	for len(ties) > 0 {
		n := 1
		for n < len(ties) && ties[n].Group == ties[0].Group {
			n++
		}
		out = append(out, Relation{Group: Group{ID: ties[0].Group}, Score: together(ties[:n]), Reason: ties[0].Reason})
		ties = ties[n:]
	}
	slices.SortStableFunc(out, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Group.ID, a.Group.ID))
	})
	return out
}

func together(ties []Tie) float64 {
	doubt := 1.0
	counted := map[string]bool{}
	for i := range ties {
		who := string(ties[i].Reason.Kind) + "\x00" + ties[i].Publisher
		if !counted[who] {
			counted[who] = true
			doubt *= 1 - ties[i].Weight()
		}
	}
	return 1 - doubt
}
