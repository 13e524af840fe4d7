package coverage

import "math"

// likeness is what one walk over two profiles finds.
type likeness struct {
	cosine float64 // of the weighted terms, 0 to 1
	shared float64 // rarity of the single terms in common
	// inTexts is the same of those that stand in both texts.
	inTexts float64
	words   int  // single terms in common
	direct  bool // one links to the other
	cited   bool // both link to one page
	titled  bool // a word of a title is among what they share
	// inTitles is a word that both titles have.
	inTitles bool
	foreign  bool // two languages: only names and numbers say anything
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

// logTimes is read-only: log(1+n) of every count that an entry can have.
var logTimes = func() (table [math.MaxUint8 + titleTimes + leadTimes + slugTimes + 1]float64) {
	for i := range table {
		table[i] = math.Log1p(float64(i))
	}
	return table
}()

// standingWeight is the part of a term's weight that is the story's own.
func (t entry) standingWeight() float64 {
	n := int(t.times)
	if t.at&inTitle != 0 {
		n += titleTimes
	}
	if t.at&inSlug != 0 {
		n += slugTimes
	}
	if t.at&inLead != 0 {
		n += leadTimes
	}
	w := logTimes[n]
	if t.at&asName != 0 {
		w *= nameWeight
	}
	if t.at&asNumber != 0 {
		w *= numberBoost
	}
	return w
}

func (e *Engine) compare(a, b *profile) likeness {
	l := e.lexicon
	out := likeness{foreign: a.lang != b.lang && a.lang != "" && b.lang != ""}
	var dot float64
	e.focus.on(a)
	for _, t := range b.entries {
		if s := e.focus.find(t.term); s != nil {
			dot += out.both(*s, t, l)
		}
	}
	if n := a.norm * b.norm; n > 0 && dot > 0 {
		out.cosine = min(dot/n, 1)
	}
	return out
}

func (o *likeness) both(s, t entry, l *lexicon) float64 {
	if s.at&asLink != 0 {
		o.direct = o.direct || (s.at|t.at)&asSelf != 0
		o.cited = o.cited || (s.at|t.at)&asSelf == 0
		return 0
	}
	if o.foreign && (s.at&t.at)&(asName|asNumber) == 0 {
		return 0
	}
	r := l.eventRarity(s.term)
	if s.at&asPair == 0 {
		o.words++
		if s.at&asNumber != 0 {
			o.shared += r / 2 // there are few numbers, and many things to count
		} else {
			o.shared += r
		}
		o.titled = o.titled || (s.at|t.at)&inTitle != 0
		o.inTitles = o.inTitles || s.at&t.at&inTitle != 0
	}
	if s.at&t.at&inText != 0 {
		o.inTexts += r
	}
	p := power(r)
	return s.standingWeight() * t.standingWeight() * p * p
}

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

// normOf is the length of a story's vector of weighted terms.
func (e *Engine) normOf(p *profile) float64 {
	sum := 0.0
	for _, t := range p.entries {
		if t.at&asLink == 0 {
			w := t.standingWeight() * power(e.lexicon.eventRarity(t.term))
			sum += w * w
		}
	}
	return math.Sqrt(sum)
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
func timely(a, b *profile) float64 {
	days := hoursApart(a, b) / 24
	if days <= freshDays {
		return 1
	}
	return 1 - (1-stale)*min((days-freshDays)/(staleDays-freshDays), 1)
}

func (o *likeness) weight(a, b *profile) float64 {
	w := o.cosine * timely(a, b)
	switch {
	case w == 0 || !o.direct:
	case a.publisher != 0 && a.publisher == b.publisher:
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
