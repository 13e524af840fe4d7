package coverage

import (
	"cmp"
	"slices"
)

// kinOdds are the odds of one event from which two stories of different groups
// are said to be of one thread.
const kinOdds = 0.2

// maxKin is how many such ties of a story are told.
const maxKin = 3

// kin are the stories of other groups that are most like the story: ties that
// the partition did not follow, and what was too weak for a tie. One of a group.
func (e *Engine) kin(at int32, tied []found) []Reason {
	own := e.slots[at].group
	var near []found
	for _, f := range slices.Concat(tied, e.loose) {
		if e.slots[f.slot].story != nil && e.slots[f.slot].group != own {
			near = append(near, f)
		}
	}
	slices.SortStableFunc(near, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	var out []Reason
	told := map[*group]bool{}
	for _, f := range near {
		if g := e.slots[f.slot].group; !told[g] && len(out) < maxKin {
			told[g] = true
			out = append(out, e.reason(at, f))
		}
	}
	return out
}

// reasonsOf tells what ties a story to its group now.
func (e *Engine) reasonsOf(story int64) []Reason {
	at, ok := e.byID[story]
	if !ok {
		return nil
	}
	var all []found
	for _, t := range e.slots[at].ties {
		if e.slots[t.to].group != e.slots[at].group {
			continue
		}
		if f, ok := e.weigh(at, t.to); ok {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	return e.reasons(at, all)
}
