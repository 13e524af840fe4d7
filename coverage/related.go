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
func (e *Engine) kin(at uint32, tied []found) []Reason {
	own := e.groupAt(at)
	var near []found
	for _, f := range slices.Concat(tied, e.loose) {
		if e.here(f.serial) && e.groupAt(f.serial) != own {
			near = append(near, f)
		}
	}
	slices.SortStableFunc(near, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	var out []Reason
	told := map[uint32]bool{}
	for _, f := range near {
		if g := e.groupAt(f.serial); !told[g] && len(out) < maxKin {
			told[g] = true
			out = append(out, e.reason(at, f))
		}
	}
	return out
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
		if f, ok := e.weigh(t.to); ok {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	return e.reasons(at, all)
}
