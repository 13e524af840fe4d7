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
	own := e.at(at).group
	var near []found
	for _, f := range slices.Concat(tied, e.loose) {
		if e.here(f.serial) && e.at(f.serial).group != own {
			near = append(near, f)
		}
	}
	slices.SortStableFunc(near, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	var out []Reason
	told := map[uint32]bool{}
	for _, f := range near {
		if g := e.at(f.serial).group; !told[g] && len(out) < maxKin {
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
		if e.at(t.to).group != e.at(at).group {
			continue
		}
		if f, ok := e.weigh(t.to); ok {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.odds, a.odds) })
	return e.reasons(at, all)
}
