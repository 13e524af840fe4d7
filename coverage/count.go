package coverage

import "math"

// A term's rarity is by events, not by stories: the three hundred stories of one
// event must not make its own words common, and a town that two hundred
// unrelated stories name is common. A story counts for a term unless an earlier
// story of its group, to which it is tied, bears the term too.

// atLarge is how many events of news at large the window's own are counted
// beside. Measured: 300 instead of 3,000 loses .03 to .05 on headlines.
const atLarge = 3000

// rarestAtLarge is how rare a term that is not among the common ones counts in
// news at large, as a natural logarithm: about one event in 8,000.
const rarestAtLarge = 9

// countEvents keeps the logarithm for common terms alone: of the others, the
// events of news at large are the same, and a table has it.
func (l *lexicon) countEvents(term uint32, more bool) {
	switch {
	case l.isCommon(term):
		if more {
			l.counted[term]++
		} else {
			l.counted[term]--
		}
		l.logEvents[term] = float32(math.Log(float64(l.counted[term]) + float64(l.common.expected[term])))
	case more:
		l.terms[term].events = up(l.terms[term].events)
	default:
		l.terms[term].events = down(l.terms[term].events)
	}
}

// expectedAtLarge is how many of atLarge events bear a term, and half of one.
func expectedAtLarge(rarity float32) float64 {
	return 0.5 + atLarge*math.Exp(-min(float64(rarity), rarestAtLarge))
}

// logUncommon is the logarithm of the events that bear a term that is not among
// the common ones, and of what is expected of news at large, by how many of the
// window do. It is read-only.
var logUncommon = func() (table [4096]float64) {
	for i := range table {
		table[i] = math.Log(float64(i) + expectedAtLarge(rarestAtLarge))
	}
	return table
}()

func (l *lexicon) countGroups(groups int) { l.logGroups = math.Log(float64(groups + atLarge)) }

// rarity is the natural logarithm of the inverse share of events that bear the
// term, in the window and in news at large together, and at most what it is in
// news at large. Number 0 stands for a term that the window has not.
func (l *lexicon) rarity(term uint32) float64 {
	switch n := l.terms[term].events; {
	case l.isCommon(term) && term != 0:
		return min(l.logGroups-float64(l.logEvents[term]), float64(l.common.ceiling[term]))
	case int(n) < len(logUncommon):
		return l.logGroups - logUncommon[n]
	default:
		return l.logGroups - math.Log(float64(n)+expectedAtLarge(rarestAtLarge))
	}
}

// pairRarity is of two words that stand side by side in a title. It is not
// counted: words that are rare make a rare pair. Measured in docs/coverage.md.
func (l *lexicon) pairRarity(first, second float64, hasText bool) float64 {
	share := headlinePair
	if hasText {
		share = textPair
	}
	return min(share*(first+second), l.logGroups-logUncommon[0])
}

const (
	headlinePair = 0.7
	textPair     = 1
)

// maxRecount bounds the stories whose terms are looked at for one.
const maxRecount = 8

// recount says anew which terms a story counts for.
func (e *Engine) recount(at uint32) {
	s := e.at(at)
	f := e.look(at)
	e.borne = append(e.borne[:0], make([]bool, len(f.entries))...)
	looked, group := 0, e.groupAt(at)
	for _, t := range s.ties {
		if t.to >= at || e.groupAt(t.to) != group {
			continue
		}
		f.mark(e.borne, e.parts(t.to))
		if looked++; looked == maxRecount {
			break
		}
	}
	p := e.parts(at)
	for i := range f.entries {
		if counted := !e.borne[i]; counted != f.entries[i].counted {
			f.entries[i].counted = counted
			p.count(i, counted)
			e.lexicon.countEvents(f.entries[i].term, counted)
		}
	}
}
