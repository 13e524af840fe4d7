package coverage

import (
	"math"
	"slices"
)

// likeness is what one walk over two profiles finds.
type likeness struct {
	cosine float64 // of the weighted terms, 0 to 1
	shared float64 // how surprising the single terms in common are
	// inTexts is the same of those that stand in both texts.
	inTexts float64
	rarest  float64 // how surprising the most surprising of them is
	words   int     // single terms in common
	direct  bool    // one links to the other
	cited   bool    // both link to one page
	titled  bool    // a word of a title is among what they share
	// inTitles is a word that both titles have.
	inTitles bool
	foreign  bool    // two languages: only names and numbers say anything
	brief    bool    // see briefOfOne
	same     float64 // the part of the shingles of both texts that they have in common
}

// How much a term of a story weighs, by where it stands and what it is, chosen
// by how well the cosine of two stories tells one event from another (see
// docs/coverage.md): a word of the title counts as three of the text, and so
// does one of the text's beginning, where news says what happened.
const (
	titleTimes  = 3
	leadTimes   = 3
	slugTimes   = 1
	nameWeight  = 1.15
	numberBoost = 1.3
	rarityPower = 1.3
)

// pairStanding is the weight that every pair of a title has by how it stands.
var pairStanding = math.Log1p(titleTimes)

// compare compares the story in focus with another.
func (e *Engine) compare(other uint32) (out likeness) {
	f, b := &e.focus, e.at(other)
	a := f.slot
	out.foreign = a.lang != b.lang && a.lang != 0 && b.lang != 0
	out.brief = briefOfOne(a, b)
	p := e.parts(other)
	dot, term, titled := 0.0, uint32(0), 0
	shared := e.room(len(p.attrs))
	gaps, k := p.gaps, 0
	for n, at := range p.attrs {
		var gap uint32
		if gap, k = uint32(gaps[k]), k+1; gap >= 0x80 { // next, written out: four thousand terms are compared for a story
			gap = gap&0x7f | uint32(gaps[k])<<7
			if k++; gap >= 1<<14 {
				gap, k = longGap(gap&(1<<14-1), gaps, k)
			}
		}
		term += gap
		i := f.place(term)
		shared[n] = int16(i)
		if i >= 0 {
			s, t := f.entries[i].attr, attr(at)
			if out.foreign && s&t&asName == 0 && s&t&asNumber == 0 || out.brief && (s|t)&inTitle == 0 {
				shared[n] = -1 // what is not shared has no neighbours
				continue
			}
			out.share(s, t, f.rarity[i])
			dot += f.gain[i] * standings[t]
			if s&t&inTitle != 0 {
				titled++
			}
		}
	}
	if titled >= 2 {
		pairs, certain := f.sharedPairs(p.order, shared, int(min(a.titleLen, b.titleLen)))
		out.shared -= certain
		if !out.foreign {
			dot += pairs
		}
	}
	if n := float64(f.slot.norm) * float64(b.norm); n > 0 && dot > 0 {
		out.cosine = min(dot/n, 1)
	}
	out.compareLinks(f, b, p.links)
	if a.sketched && b.sketched {
		out.same = resemblance(&f.sketch.bins, (*[sketchBins]uint8)(p.sketch))
	}
	return out
}

// ofOne tells two stories of one publisher.
func ofOne(a, b *slot) bool { return a.publisher != 0 && a.publisher == b.publisher }

// briefOfOne tells two stories of one publisher of which one has a summary at most. What
// two such have in common beside their titles is mostly what the publisher writes under
// each of its stories: to read on, who sent it in. Of longer texts it is told by their
// fingerprints, see furniture.
func briefOfOne(a, b *slot) bool {
	return ofOne(a, b) && !(a.sketched && b.sketched)
}

// room is scratch for so many terms.
func (e *Engine) room(terms int) []int16 {
	if cap(e.scratch) < terms {
		e.scratch = make([]int16, terms, 2*terms)
	}
	return e.scratch[:terms]
}

func (o *likeness) share(s, t attr, rarity float64) {
	if rarity > 0 { // it is no word of a pattern
		o.words++
	}
	o.shared += surprise(s, rarity)
	o.rarest = max(o.rarest, surprise(s, rarity))
	o.titled = o.titled || (s|t)&inTitle != 0
	o.inTitles = o.inTitles || s&t&inTitle != 0
	if s&t&inText != 0 {
		o.inTexts += rarity
	}
}

// surprise is what a term adds to what two stories share.
func surprise(s attr, rarity float64) float64 {
	if s&asNumber != 0 {
		return rarity / 2 // there are few numbers, and many things to count
	}
	return rarity
}

// compareLinks finds out whether one links to the other, or both to one page.
func (o *likeness) compareLinks(f *focus, b *slot, links []byte) {
	self := f.slot.self
	if self != 0 && self == b.self {
		o.direct = true
	}
	o.direct = o.direct || b.self != 0 && slices.Contains(f.links, b.self)
	for i := range int(b.links) {
		l := linkAt(links, i)
		o.direct = o.direct || l == self
		o.cited = o.cited || slices.Contains(f.links, l)
	}
}

// rarest is the most that rarity counts for in a likeness: that of a word of one
// event in 1,800. The larger the window, the rarer is what nobody else said; without
// an end to it the words that two stories do not share would weigh more and more, and
// all would grow less alike. What chance explains (likeness.shared) has no such end,
// nor what a story is found by: there the rarest words are the best.
const rarest = 7.5

// powers is read-only: rarity to its power, by 64ths.
var powers = func() (table [64 * 24]float64) {
	for i := range table {
		table[i] = math.Pow((float64(i)+0.5)/64, rarityPower)
	}
	return table
}()

func power(rarity float64) float64 {
	return powers[min(max(int(rarity*64), 0), len(powers)-1)]
}

// The feeds and pages measured on carry no links, so these were set by hand: a
// link to the other story, or a page that both cite, adds to a likeness that is
// there, and is never enough alone. A publisher's link to its own story adds little:
// it mostly promotes what else it has of the subject, which makes them related.
const (
	directLink = 0.06
	ownLink    = 0.02
	citedLink  = 0.05
)

// Events are told of within days: what was published further apart counts for
// less, down to stale after staleDays. Dates are often missing and sometimes
// wrong, so they decide nothing alone.
const (
	freshDays = 7
	staleDays = 14
	stale     = 0.87
)

// timely is how much of a likeness days apart leave; all of it for stories
// without a date.
func timely(a, b *slot) float64 {
	days := hoursApart(a, b) / 24
	if days <= freshDays {
		return 1
	}
	return 1 - (1-stale)*min((days-freshDays)/(staleDays-freshDays), 1)
}

func (o *likeness) weight(a, b *slot) float64 {
	w := o.cosine * timely(a, b)
	switch {
	case w == 0 || !o.direct:
	case ofOne(a, b):
		w += ownLink
	default:
		w += directLink
	}
	if w > 0 && o.cited {
		w += citedLink
	}
	return min(w, 1)
}

// evenLikeness is where two stories are as likely of one event as of two.
const evenLikeness = 0.15

// oddsOf tells people what a likeness is worth; grouping goes by the likeness.
func oddsOf(weight float64) float64 {
	const even = evenLikeness * evenLikeness * evenLikeness
	cube := weight * weight * weight
	return cube / (cube + even)
}

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}
