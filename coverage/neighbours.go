package coverage

import (
	"cmp"
	"math"
	"slices"
)

// What is spent on one story, whatever the size of the window.
const (
	maxReads      = 2000 // entries of the index read
	maxBearers    = 700  // of one term, the newest
	maxCandidates = 60   // looked at closely
	maxTies       = 40   // kept
	maxDegree     = 96   // ties of one story, others' to it included

	linkWeight = 30 // of a link among a story's terms
)

// query is a list to read: scratch of candidates.
type query struct {
	list   uint32
	weight float64
}

// compare puts the weightiest first.
func (q query) compare(o query) int {
	switch {
	case q.weight > o.weight:
		return -1
	case q.weight < o.weight:
		return 1
	}
	return cmp.Compare(q.list, o.list)
}

// board counts what the stories that were found share with one: scratch of
// candidates, a small table instead of a number for each story of the window.
type board struct {
	queries []query
	serials []uint32
	top     []rank64
	places  [boardPlaces]scored
	touched []uint16
}

// boardPlaces are half as many again as maxReads and the longest list: together
// with what is read they stay in the nearest cache.
const (
	boardPlaces = 1 << boardBits
	boardBits   = 12
)

type scored struct {
	serial uint32
	score  float32
}

func (b *board) add(serial uint32, score float32) {
	at := serial * 2654435769 >> (32 - boardBits)
	for b.places[at].serial != serial {
		if b.places[at].serial == 0 {
			b.places[at].serial = serial
			b.touched = append(b.touched, uint16(at))
			break
		}
		at = (at + 1) % boardPlaces
	}
	b.places[at].score += score
}

// rank64 orders what is scored as a plain number: less is more score, then a newer
// serial. Scores are not below zero, so their bits are in their order.
type rank64 uint64

func (s scored) rank() rank64 {
	return ^rank64(uint64(math.Float32bits(s.score))<<32 | uint64(s.serial))
}

func (r rank64) serial() uint32 { return uint32(^r) }

func (r rank64) score() float32 { return math.Float32frombits(uint32(^r >> 32)) }

// candidates are the stories that share the most rarity with the one in focus,
// best first. They are good until the next call.
func (e *Engine) candidates() []uint32 {
	b, f, l := &e.board, &e.focus, e.lexicon
	b.queries = b.queries[:0]
	for i, t := range f.entries {
		if list := l.terms[t.term].found; list != 0 {
			b.queries = append(b.queries, query{list, f.gain[i] * standings[t.attr]})
		}
	}
	for _, address := range f.links {
		b.queries = append(b.queries, query{l.terms[l.find(linkHash(address))].found, linkWeight * linkWeight})
		if to := e.withAddress(address); to != 0 {
			b.add(to, linkWeight*linkWeight)
		}
	}
	if self := f.slot.self; self != 0 {
		b.queries = append(b.queries, query{l.terms[l.find(linkHash(self))].found, linkWeight * linkWeight})
	}
	slices.SortFunc(b.queries, query.compare)
	for reads, i := 0, 0; i < len(b.queries) && reads < maxReads; i++ {
		if i%listsAtOnce == 0 {
			l.postings.fetch(b.queries[i:min(i+listsAtOnce, len(b.queries))])
		}
		reads += e.readList(b.queries[i])
	}
	return b.best(e)
}

func (e *Engine) readList(q query) int {
	b := &e.board
	b.serials = e.lexicon.postings.newest(b.serials[:0], q.list, e.oldest, maxBearers)
	for _, at := range b.serials {
		b.add(at, float32(q.weight))
	}
	return len(b.serials)
}

// best empties the board and returns its top.
func (b *board) best(e *Engine) []uint32 {
	top := b.top[:0]
	worst := float32(0)
	for _, place := range b.touched {
		s := b.places[place]
		b.places[place] = scored{}
		if s.serial == e.focus.of || len(top) >= maxCandidates && s.score <= worst || !e.here(s.serial) {
			continue
		}
		top = append(top, s.rank())
		if len(top) >= 2*maxCandidates {
			slices.Sort(top)
			top = top[:maxCandidates]
			worst = top[maxCandidates-1].score()
		}
	}
	b.top, b.touched = top, b.touched[:0]
	slices.Sort(top)
	b.serials = b.serials[:0]
	for _, t := range top[:min(len(top), maxCandidates)] {
		b.serials = append(b.serials, t.serial())
	}
	return b.serials
}

// link seeks the neighbours of a story and ties it to those that tell of the
// same event as far as can be seen, and returns them, the likest first. They are
// good until the next call.
func (e *Engine) link(at uint32) []found {
	s, f := e.at(at), e.refocus(at)
	s.linkedAt = uint16(min(e.len(), math.MaxUint16))
	s.norm = f.norm()
	candidates := e.candidates()
	for _, t := range s.ties {
		if !slices.Contains(candidates, t.to) {
			candidates = append(candidates, t.to)
		}
	}
	for _, t := range s.ties {
		e.untie(t.to, at)
	}
	s.ties = s.ties[:0]
	e.fetch(candidates)
	all := e.weighAll(candidates)
	if e.seekPattern(all) {
		all = e.weighBeside(candidates)
	}
	all = e.leaveOutSeriesWords(all)
	if cap(s.ties) < len(all) {
		s.ties = make([]tie, 0, len(all))
	}
	for _, f := range all {
		if e.tie(at, f) {
			e.resize(f.serial)
		}
	}
	e.resize(at)
	return all
}

// weighAll weighs what the story in focus shares with others, and returns those that it
// may be tied to, the likest first. What is doubtful is believed unless there is much of it.
func (e *Engine) weighAll(candidates []uint32) []found {
	e.alike, e.loose, e.doubtful = e.alike[:0], e.loose[:0], e.doubtful[:0]
	e.weighEach(candidates, false)
	if len(e.doubtful) < manyDoubtful {
		e.weighEach(e.doubtful, true)
	}
	return e.likest(e.alike)
}

func (e *Engine) weighEach(candidates []uint32, believing bool) {
	for _, c := range candidates {
		if f, ok := e.weigh(c, believing); ok {
			e.alike = append(e.alike, f)
		} else if f.odds >= kinOdds {
			e.loose = append(e.loose, f)
		}
	}
}

// found is a neighbour with the odds that it tells of the same event.
type found struct {
	odds   float64
	weight float64 // of the tie
	serial uint32
	strong bool // enough to begin a group
	copied bool
}

// likest are the heaviest of what was found, in order; of two as heavy the one that
// was found first. They are ordered as plain numbers: the first eight bits of a
// weight between minLikeness and 1 are always the same and leave room for its place.
func (e *Engine) likest(all []found) []found {
	e.order, e.ranked = e.order[:0], e.ranked[:0]
	for i, f := range all {
		e.order = append(e.order, ^(math.Float64bits(f.weight)<<8 | uint64(^uint8(i))))
	}
	slices.Sort(e.order)
	for _, key := range e.order[:min(len(all), maxTies)] {
		e.ranked = append(e.ranked, all[uint8(key)])
	}
	return e.ranked
}

// weigh weighs what the story in focus and another share. What is doubtful is put aside
// unless it is believed, see furniture.
func (e *Engine) weigh(other uint32, believing bool) (found, bool) {
	at, a, b := e.focus.of, e.focus.slot, e.at(other)
	o := e.compare(other)
	if e.options.Observe != nil {
		e.options.Observe(a.id, b.id, a.hasText && b.hasText, o.cosine)
	}
	if o.brief && !o.direct && !o.thin(a, b) {
		e.leaveOutEnds(other, &o)
	}
	if is, certain := e.furniture(other, b, &o); is && (certain || !believing) {
		if !certain {
			e.doubtful = append(e.doubtful, other)
		}
		return found{}, false
	}
	if e.templated(other, &o) {
		return found{}, false
	}
	if e.copied(other, b, &o) {
		e.noteCopy(at, other)
		return found{serial: other, odds: 1, weight: 1, strong: true, copied: true}, true
	}
	w := o.weight(a, b)
	if w == 0 || !tieable(a, b) || o.thin(a, b) {
		return found{}, false
	}
	surprise := o.shared - e.lexicon.logGroups
	if a.hasText && b.hasText {
		surprise = o.inTexts // chance is told by the likeness itself
	}
	strong := o.shared-e.lexicon.logGroups >= e.model.Strong && (!(a.hasText && b.hasText) || w >= beginText)
	f := found{serial: other, odds: oddsOf(w), weight: w, strong: strong}
	weak := e.model.Weak
	if o.words < 2 {
		weak = oneWord
	}
	return f, w >= minLikeness && surprise >= weak
}

// oneWord is model.Weak of two headlines that share a single word.
const oneWord = -3

// rareOfOne is how surprising a word must be at least that two headlines of one
// publisher share: it writes "shares rise after quarterly earnings beat" of every firm.
const rareOfOne = 6

// thin tells what two stories share that is too little whatever its weight: a
// single word, unless two headlines have it, or nothing of a title if not both have a
// text that is more than brief. Papers of one house write the same under all of their stories.
func (o *likeness) thin(a, b *slot) bool {
	texts := a.hasText && b.hasText
	if o.words < 2 && (texts || !o.inTitles) && !o.direct && !o.cited {
		return true
	}
	if o.direct {
		return false
	}
	return o.brief && o.rarest < rareOfOne || !o.titled && (!texts || a.shortText && b.shortText)
}

// tieable rules out what likeness cannot tell: roundups, and a publisher that
// uses one title again and again.
func tieable(a, b *slot) bool {
	if a.form == roundup || b.form == roundup || a.form == live && b.form == live {
		return false
	}
	if (min(a.titleLen, b.titleLen) < 2 || a.form == teaser || b.form == teaser) && !(a.hasText && b.hasText) {
		return false // one word, or a teaser, tells of no event
	}
	return !ofOne(a, b) || a.titleKey != b.titleKey
}

// liveHasRoom keeps a live blog to one tie, the heaviest, whoever asks: it touches
// everything, and with two ties it would bridge what it touches.
func (e *Engine) liveHasRoom(at uint32, w float32) bool {
	s := e.at(at)
	if s.form != live || len(s.ties) == 0 {
		return true
	}
	if s.ties[0].weight >= w {
		return false
	}
	e.untie(s.ties[0].to, at)
	s.ties = s.ties[:0]
	return true
}

func (e *Engine) tie(at uint32, f found) bool {
	a, b := e.at(at), e.at(f.serial)
	if len(a.ties) >= maxDegree || len(b.ties) >= maxDegree {
		return false
	}
	w := tieWeight(f.weight, f.strong)
	if !e.liveHasRoom(at, w) || !e.liveHasRoom(f.serial, w) {
		return false
	}
	a.addTie(tie{f.serial, w})
	b.addTie(tie{at, w})
	return true
}

// addTie makes room by quarters: ties are kept for days, by the million.
func (s *slot) addTie(t tie) {
	if n := len(s.ties); n == cap(s.ties) {
		s.ties = append(make([]tie, 0, n+max(2, n/4)), s.ties...)
	}
	s.ties = append(s.ties, t)
}

// lookAgain seeks the neighbours of an older story again and settles it.
func (e *Engine) lookAgain(at uint32) {
	e.link(at)
	e.settle(at)
	e.recount(at)
}

// untieOthers parts older stories whose ties a story that was placed has shown to say
// nothing.
func (e *Engine) untieOthers(at uint32) {
	switch at {
	case e.pattern.of:
		e.untiePattern()
	case e.series.of:
		e.untieSeries()
	}
}

// refreshOldest seeks the neighbours of an older story again when the window has
// doubled since: how rare a word is could not be known at the start of the
// stream. Past a settled size that knowledge hardly moves: up to 20,000 stories
// instead of 5,000 cost .003 to .015 of F1 in the mixed stream, up to 2,000 joined
// 155 made-up headlines instead of 90.
func (e *Engine) refreshOldest() {
	const settled = 5_000
	for range 2 {
		at := e.nextToRefresh()
		if at == 0 {
			continue
		}
		if s := e.at(at); s.linkedAt < settled && e.len() > 2*int(s.linkedAt) {
			e.lookAgain(at)
		}
	}
}

// nextToRefresh is 0 where there is nobody for a while.
func (e *Engine) nextToRefresh() uint32 {
	for range 64 {
		if e.refresh++; e.refresh < e.oldest || e.refresh >= e.coming {
			e.refresh = e.oldest
		}
		if e.here(e.refresh) {
			return e.refresh
		}
	}
	return 0
}
