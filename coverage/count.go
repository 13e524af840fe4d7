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

func (l *lexicon) countEvents(term uint32, change int32) {
	l.events[term] += change
	l.logEvents[term] = float32(math.Log(float64(l.events[term]) + float64(l.expected[term])))
}

// expectedAtLarge is how many of atLarge events bear a term, and half of one.
func expectedAtLarge(rarity float32) float64 {
	return 0.5 + atLarge*math.Exp(-min(float64(rarity), rarestAtLarge))
}

// logUnknown is for terms that are not among the common ones.
var logUnknown = math.Log(expectedAtLarge(rarestAtLarge))

func (l *lexicon) countGroups(groups int) { l.logGroups = math.Log(float64(groups + atLarge)) }

// eventRarity is the natural logarithm of the inverse share of events that bear
// the term, in the window and in news at large together, and at most what it is
// in news at large.
func (l *lexicon) eventRarity(term uint32) float64 {
	return min(l.logGroups-float64(l.logEvents[term]), float64(l.ceiling[term]))
}

func (l *lexicon) eventRarityOf(name string) float64 {
	if n, ok := l.numbers[name]; ok {
		return l.eventRarity(n)
	}
	most := l.mostRare(name)
	if most > rarestAtLarge {
		return l.logGroups - logUnknown
	}
	return min(l.logGroups-math.Log(expectedAtLarge(most)), float64(most))
}

// enterEvents has a story count for the terms for which it is marked to.
func (l *lexicon) enterEvents(entries []entry) {
	for _, t := range entries {
		if t.at&counted != 0 {
			l.countEvents(t.term, 1)
		}
	}
}

func (l *lexicon) leaveEvents(entries []entry) {
	for _, t := range entries {
		if t.at&counted != 0 {
			l.countEvents(t.term, -1)
		}
	}
}

// maxRecount bounds the stories whose terms are looked at for one.
const maxRecount = 8

// recount says anew which terms a story counts for.
func (e *Engine) recount(at int32) {
	s := &e.slots[at]
	own := s.story.entries
	e.borne = append(e.borne[:0], make([]bool, len(own))...)
	looked := 0
	for _, t := range s.ties {
		o := &e.slots[t.to]
		if o.group != s.group || o.order >= s.order {
			continue
		}
		markShared(e.borne, own, o.story.entries)
		if looked++; looked == maxRecount {
			break
		}
	}
	for i := range own {
		switch is := own[i].at&counted != 0; {
		case is && e.borne[i]:
			own[i].at &^= counted
			e.lexicon.countEvents(own[i].term, -1)
		case !is && !e.borne[i]:
			own[i].at |= counted
			e.lexicon.countEvents(own[i].term, 1)
		}
	}
}

func markShared(shared []bool, own, others []entry) {
	for i, j := 0, 0; i < len(own) && j < len(others); {
		switch {
		case own[i].term < others[j].term:
			i++
		case own[i].term > others[j].term:
			j++
		default:
			shared[i] = true
			i++
			j++
		}
	}
}
