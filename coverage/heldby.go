package coverage

import (
	"math/bits"
	"slices"
)

// What holds a large group together may be a pattern of two words that begins no group: a
// headline that is drawn to it shares what nearly all of its stories have, borneByAll of
// them, and nothing else; and of sixteen of its stories hardly two share another word that
// one event in twenty has. Of most groups that are one event a pair in five and more do, see
// Patterns in docs/coverage.md.
const (
	borneByAll   = 0.9
	askedOfGroup = 16
	otherwise    = 3
	pairsOfGroup = 0.1
)

// heldByPattern reports whether a large group is held by a pattern alone, as far as the
// headline of a story says. The bearers of its words are counted.
func (e *Engine) heldByPattern(at uint32, g *group, witnesses int) bool {
	h := &e.head
	shares := false
	for _, n := range h.bearers {
		if n > 0 && float64(n) < borneByAll*float64(witnesses) {
			return false
		}
		shares = shares || n > 0
	}
	if !shares {
		return false // what draws it there are texts
	}
	stories, bearers := 0, map[uint32]uint16{} // bit by bit the stories that have a term
	for m := range e.membersOf(g) {
		if m == at {
			continue
		}
		if stories == askedOfGroup {
			break
		}
		e.title = e.appendTitle(e.title[:0], m, false)
		for _, term := range e.title {
			if i, has := slices.BinarySearch(h.terms, term); (!has || h.bearers[i] == 0) && e.lexicon.rarity(term) >= otherwise {
				bearers[term] |= 1 << stories
			}
		}
		stories++
	}
	return float64(pairsSharing(bearers)) < pairsOfGroup*float64(stories*(stories-1))
}

// drawnByPattern asks the same of the smaller one of two groups, for its first story.
func (e *Engine) drawnByPattern(a, b *group) bool {
	if a.members > b.members {
		a, b = b, a
	}
	at := a.member
	if !e.tellsByWords(at) {
		return false
	}
	e.readHeadline(at)
	return e.heldByPattern(at, b, e.countBearers(at, b))
}

// pairsSharing counts, for each of sixteen stories, the others that it shares a term with.
func pairsSharing(bearers map[uint32]uint16) (pairs int) {
	var with [askedOfGroup]uint16
	for _, who := range bearers {
		for i := range with {
			if who>>i&1 == 1 {
				with[i] |= who
			}
		}
	}
	for i, who := range with {
		pairs += bits.OnesCount16(who &^ (1 << i))
	}
	return pairs
}
