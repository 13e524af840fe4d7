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
func (e *Engine) kin(at uint32, tied, loose []found) (out []Reason) {
	told := [1 + maxKin]uint32{e.groupAt(at)}
	for n := range maxKin {
		f := e.nearestOf(told[:n+1], tied, loose)
		if f == nil {
			break
		}
		told[n+1] = e.groupAt(f.serial)
		out = append(out, e.reason(at, *f))
	}
	return out
}

// nearestOf is the likest story of other groups than those told, nil if there is none.
func (e *Engine) nearestOf(told []uint32, lists ...[]found) (best *found) {
	for _, list := range lists {
		for i := range list {
			f := &list[i]
			if (best == nil || f.odds > best.odds) && e.here(f.serial) && !slices.Contains(told, e.groupAt(f.serial)) {
				best = f
			}
		}
	}
	return best
}

// reasonsOf tells what ties a story to its group now.
func (e *Engine) reasonsOf(story int64) []Reason {
	at := e.find(story)
	if at == 0 {
		return nil
	}
	e.refocus(at)
	var all []found
	for _, t := range e.at(at).ties {
		if e.groupAt(t.to) != e.groupAt(at) {
			continue
		}
		if f, ok := e.weigh(t.to, true); ok {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	return e.reasons(at, all)
}
