package coverage

import (
	"cmp"
	"slices"
)

// What is spent on one story, whatever the size of the window.
const (
	maxReads      = 6000 // entries of the index read
	maxBearers    = 700  // of one term, the newest
	maxCandidates = 60   // looked at closely
	maxTies       = 40   // kept
	maxDegree     = 96   // ties of one story, others' to it included

	linkWeight = 30 // of a link among a story's terms
)

// query is a term to look up, scored a story that was found: scratch of candidates.
type query struct {
	term   uint32
	weight float64
}

type scored struct {
	slot  int32
	score float32
}

// candidates are the stories that share the most rarity with at, best first.
func (e *Engine) candidates(at int32) []int32 {
	p := e.slots[at].story
	queries := e.queries[:0]
	for _, t := range p.entries {
		if t.at&asPair != 0 {
			continue // its words are looked up
		}
		w := t.standingWeight() * power(e.lexicon.eventRarity(t.term))
		if t.at&asLink != 0 {
			w = linkWeight
		}
		queries = append(queries, query{t.term, w * w})
	}
	slices.SortFunc(queries, func(a, b query) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	e.queries = queries
	reads := 0
	for _, q := range queries {
		list := e.lexicon.bearers[q.term]
		if len(list) < 2 {
			continue
		}
		list = list[max(0, len(list)-maxBearers):]
		if reads += len(list); reads > maxReads {
			break
		}
		for i := len(list) - 1; i >= 0; i-- {
			if e.scores[list[i]] == 0 {
				e.touched = append(e.touched, list[i])
			}
			e.scores[list[i]] += float32(q.weight)
		}
	}
	return e.best(at)
}

// best empties the score board and returns its top.
func (e *Engine) best(self int32) []int32 {
	top := e.top[:0]
	worst := float32(0)
	order := func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.slot, a.slot)) }
	for _, at := range e.touched {
		s := e.scores[at]
		e.scores[at] = 0
		if at == self || len(top) >= maxCandidates && s <= worst {
			continue
		}
		top = append(top, scored{at, s})
		if len(top) >= 2*maxCandidates {
			slices.SortFunc(top, order)
			top = top[:maxCandidates]
			worst = top[maxCandidates-1].score
		}
	}
	e.top, e.touched = top, e.touched[:0]
	slices.SortFunc(top, order)
	out := make([]int32, 0, maxCandidates)
	for _, t := range top[:min(len(top), maxCandidates)] {
		out = append(out, t.slot)
	}
	return out
}

// link seeks the neighbours of a story and ties it to those that tell of the
// same event as far as can be seen, and returns them, the likest first.
func (e *Engine) link(at int32) []found {
	p := e.slots[at].story
	p.linkedAt = e.lexicon.stories
	p.norm = e.normOf(p)
	candidates := e.candidates(at)
	for _, t := range e.slots[at].ties {
		if !slices.Contains(candidates, t.to) {
			candidates = append(candidates, t.to)
		}
	}
	for _, t := range e.slots[at].ties {
		e.untie(t.to, at)
	}
	e.slots[at].ties = e.slots[at].ties[:0]
	var all []found
	e.loose = e.loose[:0]
	for _, c := range candidates {
		if f, ok := e.weigh(at, c); ok {
			all = append(all, f)
		} else if f.odds >= kinOdds {
			e.loose = append(e.loose, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.weight, a.weight) })
	all = all[:min(len(all), maxTies)]
	for _, f := range all {
		if e.tie(at, f) {
			e.resize(f.slot)
		}
	}
	e.resize(at)
	return all
}

// found is a neighbour with the odds that it tells of the same event.
type found struct {
	slot   int32
	odds   float64
	weight float64 // of the tie
	strong bool    // enough to begin a group
	copied bool
}

func (e *Engine) weigh(at, other int32) (found, bool) {
	a, b := e.slots[at].story, e.slots[other].story
	o := e.compare(a, b)
	if e.options.Observe != nil {
		e.options.Observe(a.id, b.id, a.hasText && b.hasText, o.cosine)
	}
	if copied(a, b, &o) {
		e.noteCopy(at, other)
		return found{other, 1, 1, true, true}, true
	}
	w := o.weight(a, b)
	if w == 0 || !tieable(a, b) || o.thin(a, b) {
		return found{}, false
	}
	surprise := o.shared - e.lexicon.logGroups
	if a.hasText && b.hasText {
		surprise = o.inTexts // chance is told by the likeness itself
	}
	strong := surprise >= e.model.Strong && (!(a.hasText && b.hasText) || w >= beginText)
	f := found{other, oddsOf(w), w, strong, false}
	return f, w >= minLikeness && surprise >= e.model.Weak
}

// thin tells what two stories share that is too little whatever its weight: a
// single word, unless two headlines have it, or of two brief texts nothing of a title.
func (o *likeness) thin(a, b *profile) bool {
	texts := a.hasText && b.hasText
	if o.words < 2 && (texts || !o.inTitles) && !o.direct && !o.cited {
		return true
	}
	return texts && !o.titled && a.brief() && b.brief()
}

// brief tells a text too short to stand for itself: under a title that has nothing
// to do with it, it says who the publisher is.
func (p *profile) brief() bool {
	return p.hasText && (p.sketch == nil || p.sketch.words < boilerplateWords)
}

// tieable rules out what likeness cannot tell: roundups, and a publisher that
// uses one title again and again.
func tieable(a, b *profile) bool {
	if a.form == roundup || b.form == roundup || a.form == live && b.form == live {
		return false
	}
	if (min(a.titleLen, b.titleLen) < 2 || a.form == teaser || b.form == teaser) && !(a.hasText && b.hasText) {
		return false // one word, or a teaser, tells of no event
	}
	return a.publisher == 0 || a.publisher != b.publisher || a.titleKey != b.titleKey
}

// liveHasRoom keeps a live blog to one tie, the heaviest, whoever asks: it touches
// everything, and with two ties it would bridge what it touches.
func (e *Engine) liveHasRoom(at int32, w float32) bool {
	s := &e.slots[at]
	if s.story.form != live || len(s.ties) == 0 {
		return true
	}
	if s.ties[0].weight >= w {
		return false
	}
	e.untie(s.ties[0].to, at)
	s.ties = s.ties[:0]
	return true
}

func (e *Engine) tie(at int32, f found) bool {
	a, b := &e.slots[at], &e.slots[f.slot]
	if len(a.ties) >= maxDegree || len(b.ties) >= maxDegree {
		return false
	}
	w := tieWeight(f.weight, f.strong)
	if !e.liveHasRoom(at, w) || !e.liveHasRoom(f.slot, w) {
		return false
	}
	a.ties = append(a.ties, tie{f.slot, w})
	b.ties = append(b.ties, tie{at, w})
	return true
}

// refreshOldest seeks the neighbours of an older story again when the window has
// grown by half since: how rare a word is could not be known at the start of the
// stream. Past a settled size that knowledge hardly moves: up to 20,000 stories
// instead of 5,000 cost .003 to .015 of F1 in the mixed stream, up to 2,000 joined
// 155 made-up headlines instead of 90.
func (e *Engine) refreshOldest() {
	const settled = 5_000
	for range 2 {
		if e.refresh >= len(e.arrivals) {
			e.refresh = 0
		}
		at := e.arrivals[e.refresh]
		e.refresh++
		p := e.slots[at].story
		if p.linkedAt < settled && e.lexicon.stories > p.linkedAt+p.linkedAt/2 {
			e.link(at)
			e.settle(at)
			e.recount(at)
		}
	}
}
