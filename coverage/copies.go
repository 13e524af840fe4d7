package coverage

import (
	"math"
	"slices"
	"time"
)

// wire is one text and the stories that carry it: its original and the copies.
// Stories share it, so that a new original points all of them at once.
type wire struct {
	original int64
	rank     rank
	carriers int   // stories of the window
	into     *wire // the one that took it in, when two were found to be one
}

// rank orders the stories of one text: the agency's own first, then by when they
// were published, then by ID.
type rank struct {
	agency bool
	when   int64 // Unix seconds
	story  int64
}

func (r rank) before(o rank) bool {
	switch {
	case r.agency != o.agency:
		return r.agency
	case r.when != o.when:
		return r.when < o.when
	}
	return r.story < o.story
}

// Original is a change of which story is the original of a text: From, and all
// that were copies of it, are copies of To now.
type Original struct{ From, To int64 }

func (w *wire) root() *wire {
	for w.into != nil {
		if w.into.into != nil {
			w.into = w.into.into
		}
		w = w.into
	}
	return w
}

// copyOf is the original of the text of a story of the window; 0: it is no copy.
func (e *Engine) copyOf(at uint32) int64 {
	s := e.at(at)
	if !s.wired {
		return 0 // nearly all stories: it is asked of every tie
	}
	id := s.id
	w := e.wires[id]
	if w == nil {
		return 0
	}
	if original := w.root().original; original != id {
		return original
	}
	return 0
}

// CopyOf is the story that another story of the window is a copy of: the
// earliest with that text, or the one of the news agency that wrote it. It may
// have left the window already. 0: the story is no copy, or not there.
func (e *Engine) CopyOf(story int64) int64 {
	if at := e.find(story); at != 0 {
		return e.copyOf(at)
	}
	return 0
}

// noteCopy puts two stories with one text together.
func (e *Engine) noteCopy(at, other uint32) {
	if e.adopting {
		return
	}
	a, b := e.wireOf(at).root(), e.wireOf(other).root()
	if a == b {
		return
	}
	if a.rank.before(b.rank) {
		a, b = b, a
	}
	if a.carriers > 1 || a.original != e.newcomer { // the newcomer alone was nobody's original
		e.originals = append(e.originals, Original{a.original, b.original})
	}
	b.carriers += a.carriers
	a.into = b
}

func (e *Engine) wireOf(at uint32) *wire {
	id := e.at(at).id
	w := e.wires[id]
	if w == nil {
		w = &wire{original: id, rank: e.rankOf(at), carriers: 1}
		e.wires[id], e.at(at).wired = w, true
	}
	return w
}

// rankOf trusts what a publisher says of the time only if it lies within the
// window, up to when the story came in: a story dated 1970 is no original.
func (e *Engine) rankOf(at uint32) rank {
	s := e.at(at)
	when, seen := int64(s.published), int64(s.seen)
	if seen != 0 && (when > seen || seen-when > int64(e.options.Window/time.Second)) || when == 0 {
		when = seen
	}
	return rank{s.agencyOwn, when, s.id}
}

// dropCopy takes a story that leaves the window from its text. If it was the
// original, the others still point at it.
func (e *Engine) dropCopy(story int64) {
	if w := e.wires[story]; w != nil {
		w.root().carriers--
		delete(e.wires, story)
	}
}

// A story reads as a template when its publisher has used the title before, long
// ago in the life of news, and the text is not quite the same: the pollen count
// of another day.
const (
	templateHours = 18
	sameText      = 0.999 // of the bins of the fingerprint, all
	sameRoundup   = 0.9
)

// A short text under a title that has nothing to do with it says who the publisher
// is, not what happened.
const boilerplateWords = 50

// copied says whether the story in focus and another carry one text.
func (e *Engine) copied(other uint32, b *slot, o *likeness) bool {
	if o.same < copyPart {
		return false // as nearly all are
	}
	a, p, q := e.focus.slot, &e.focus.sketch, readSketch(e.parts(other).sketch)
	alike := p.likeness(&q)
	if alike < copyLikeness {
		return false
	}
	one := ofOne(a, b)
	switch {
	case a.form == roundup || b.form == roundup: // it quotes the texts of others
		return a.form == b.form && !one && alike >= sameRoundup
	case min(p.words, q.words) < boilerplateWords && !o.titled:
		return false
	case one && a.titleKey == b.titleKey:
		return alike >= sameText || hoursApart(a, b) < templateHours
	}
	return true
}

// Of one publisher, two texts that have at least so much of their shingles in common,
// but not nearly all, and whose titles add no more than so much to their likeness. From
// seriesLeast on, what both titles begin or end with is left out: the name of a series.
const (
	furnitureLeast = 0.02
	seriesLeast    = 0.1
	furnitureMost  = 0.9
	titlesLeast    = 0.02
	// Of two publishers:
	furnitureOfTwo = 0.1
	titlesOfTwo    = 0.04
	// manyDoubtful are the stories of other publishers under which the same stands and
	// whose titles have nothing to do with it: it is no text that all of them carry.
	manyDoubtful = 4
)

// furniture says whether what the story in focus shares with another is what stands under
// each story of a publisher: who makes the podcast, where to subscribe. It stands there word
// for word, and has nothing to do with the titles. Under stories of two publishers it may
// be, or one has a text of the other with a headline of its own: certain tells that apart.
func (e *Engine) furniture(other uint32, b *slot, o *likeness) (is, certain bool) {
	if o.same < furnitureLeast || o.same >= furnitureMost || o.direct {
		return false, false
	}
	one, titles := ofOne(e.focus.slot, b), titlesLeast
	if !one {
		if o.same < furnitureOfTwo {
			return false, false
		}
		titles = titlesOfTwo
	}
	var series []uint32
	if one && o.same >= seriesLeast {
		series = commonEnds(e.titleTerms(e.focus.of), e.titleTerms(other))
	}
	return e.titlesLikeness(other, series) < titles, one
}

// leaveOutEnds takes what both titles begin or end with out of a likeness, if it is more
// than a name: that of the series, or of the publisher, who writes it into every title.
func (e *Engine) leaveOutEnds(other uint32, o *likeness) {
	series := commonEnds(e.titleTerms(e.focus.of), e.titleTerms(other))
	if len(series) <= e.focus.longest {
		return
	}
	o.cosine = e.titlesLikeness(other, series)
	for _, term := range series {
		if i := e.focus.place(term); i >= 0 {
			o.shared -= surprise(e.focus.entries[i].attr, e.focus.rarity[i])
			o.words--
		}
	}
}

// titlesLikeness is what the terms of the titles add to the cosine of the story in
// focus and another, without some.
func (e *Engine) titlesLikeness(other uint32, without []uint32) float64 {
	f, b, p := &e.focus, e.at(other), e.parts(other)
	dot, term := 0.0, uint32(0)
	for _, at := range p.attrs {
		term, p.gaps = next(term, p.gaps)
		if i := f.place(term); i >= 0 && (f.entries[i].attr|attr(at))&inTitle != 0 && !slices.Contains(without, term) {
			dot += f.gain[i] * standings[at]
		}
	}
	return ratio(dot, float64(f.slot.norm)*float64(b.norm))
}

// titleTerms are the terms of a story's title in its order.
func (e *Engine) titleTerms(at uint32) []uint32 { return e.appendTitle(nil, at, true) }

// appendTitle appends them, with or without the numbers.
func (e *Engine) appendTitle(out []uint32, at uint32, numbers bool) []uint32 {
	p := e.parts(at)
	e.unpacked = p.unpack(e.unpacked[:0])
	for _, place := range p.order {
		if t := e.unpacked[place]; numbers || t.attr&asNumber == 0 {
			out = append(out, t.term)
		}
	}
	return out
}

// commonEnds is what two lists begin with and what they end with.
func commonEnds(a, b []uint32) []uint32 {
	n, head, tail := min(len(a), len(b)), 0, 0
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return slices.Concat(a[:head], a[len(a)-tail:])
}

// hoursApart is how long one was published after the other; 0: not known.
func hoursApart(a, b *slot) float64 {
	if a.published == 0 || b.published == 0 {
		return 0
	}
	return math.Abs(float64(a.published)-float64(b.published)) / 3600
}
