package coverage

import "math"

// FeatureNames names the evidence that two stories tell of one event, in the
// order in which the learnt weights stand.
var FeatureNames = []string{
	"bias", "title cosine", "text cosine", "title in the other, less", "title in the other, more",
	"shared title rarity", "rarest shared title term", "second rarest", "shared names", "shared numbers",
	"numbers differ", "slug overlap", "log days apart", "no dates", "same publisher",
	"shorter title", "shared pairs", "title jaccard", "whole cosine", "root of whole cosine", "text rarity", "no rare title term",
}

// Features of a pair, in the order of FeatureNames.
type Features [22]float64

// overlap is what one walk over two profiles finds.
type overlap struct {
	titleDot, titleA, titleB float64
	textDot, textA, textB    float64
	inA, inB, ofA, ofB       float64 // rarity of the one's title found in the other
	rarest, second, rarity   float64
	wholeDot, wholeA, wholeB float64
	names, numbers, text     float64
	slug, slugA, slugB       float64
	pairs, common, union     int
	stories                  float64 // in the window
	direct, cited            bool
	foreign                  bool
}

func (l *lexicon) overlap(a, b *profile) overlap {
	o := overlap{stories: float64(l.stories), foreign: a.lang != b.lang && a.lang != "" && b.lang != ""}
	i, j := 0, 0
	for i < len(a.entries) || j < len(b.entries) {
		switch {
		case j == len(b.entries) || i < len(a.entries) && a.entries[i].term < b.entries[j].term:
			o.alone(a.entries[i], l.rarity(a.entries[i].term), &o.titleA, &o.textA, &o.slugA, &o.ofA, &o.wholeA)
			i++
		case i == len(a.entries) || a.entries[i].term > b.entries[j].term:
			o.alone(b.entries[j], l.rarity(b.entries[j].term), &o.titleB, &o.textB, &o.slugB, &o.ofB, &o.wholeB)
			j++
		default:
			o.both(a.entries[i], b.entries[j], l.rarity(a.entries[i].term))
			i++
			j++
		}
	}
	return o
}

func (o *overlap) alone(t entry, r float64, title, text, slug, of, whole *float64) {
	if t.at&asLink != 0 {
		return
	}
	w := wholeWeight(t, r)
	*whole += w * w
	if t.at&inTitle != 0 {
		*title += r * r
		if t.at&asPair == 0 {
			*of += r
			o.union++
		}
	}
	if t.at&inText != 0 {
		w := textWeight(t, r)
		*text += w * w
	}
	if t.at&inSlug != 0 {
		*slug += r * r
	}
}

// wholeWeight counts a word of title or slug as three of the text.
func wholeWeight(t entry, r float64) float64 {
	times := float64(t.times)
	if t.at&inTitle != 0 {
		times += 3
	}
	if t.at&inSlug != 0 {
		times++
	}
	return math.Log1p(times) * r
}

func textWeight(t entry, r float64) float64 { return (1 + math.Log(float64(t.times))) * r }

func (o *overlap) both(s, t entry, r float64) {
	if s.at&asLink != 0 {
		o.direct = o.direct || (s.at|t.at)&asSelf != 0
		o.cited = o.cited || (s.at|t.at)&asSelf == 0
		return
	}
	before := o.union
	o.alone(s, r, &o.titleA, &o.textA, &o.slugA, &o.ofA, &o.wholeA)
	o.alone(t, r, &o.titleB, &o.textB, &o.slugB, &o.ofB, &o.wholeB)
	if o.foreign && (s.at&t.at)&(asName|asNumber) == 0 {
		return
	}
	o.shared(s, t, r, before)
}

func (o *overlap) shared(s, t entry, r float64, before int) {
	o.wholeDot += wholeWeight(s, r) * wholeWeight(t, r)
	if s.at&t.at&inTitle != 0 {
		o.titleDot += r * r
		if s.at&asPair != 0 {
			o.pairs++
		} else {
			o.union = before + 1
			o.common++
			o.rarity += r
			o.rank(s, r)
		}
	}
	if s.at&t.at&inText != 0 {
		o.textDot += textWeight(s, r) * textWeight(t, r)
		o.text += r
	}
	if s.at&inTitle != 0 && s.at&asPair == 0 {
		o.inB += r
	}
	if t.at&inTitle != 0 && t.at&asPair == 0 {
		o.inA += r
	}
	if s.at&t.at&inSlug != 0 {
		o.slug += r * r
	}
	if (s.at|t.at)&asName != 0 {
		o.names += r
	}
	if s.at&asNumber != 0 {
		o.numbers += r
	}
}

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}

// rank keeps the two rarest shared words of the titles; a number is rare in
// itself and tells little.
func (o *overlap) rank(t entry, r float64) {
	switch {
	case t.at&asNumber != 0:
	case r > o.rarest:
		o.rarest, o.second = r, o.rarest
	default:
		o.second = max(o.second, r)
	}
}

// eventStories is about how many stories the window may hold of one event: a
// term that more of them bear belongs to no event.
const eventStories = 150

// chance is how far even the rarest term of both titles is from being rare
// enough for an event: the logarithm of its bearers over eventStories.
func (o *overlap) chance() float64 {
	if o.common == 0 {
		return 0
	}
	bearers := (o.stories + unseen) * math.Exp(-o.rarest)
	return max(0, math.Log(bearers/eventStories))
}

// features turns what was found into numbers of about the same size.
func (o *overlap) features(a, b *profile) Features {
	titleCosine := ratio(o.titleDot, math.Sqrt(o.titleA*o.titleB))
	textCosine := ratio(o.textDot, math.Sqrt(o.textA*o.textB))
	toB, toA := ratio(o.inB, o.ofA), ratio(o.inA, o.ofB)
	f := Features{1, titleCosine, textCosine, min(toA, toB), max(toA, toB),
		min(o.rarity/10, 4), o.rarest / 10, o.second / 10, min(o.names/50, 2), min(o.numbers/20, 2)}
	if a.numbers > 0 && b.numbers > 0 && o.numbers == 0 {
		f[10] = 1
	}
	f[11] = ratio(o.slug, math.Sqrt(o.slugA*o.slugB))
	if a.published.IsZero() || b.published.IsZero() {
		f[13] = 1
	} else {
		f[12] = math.Log1p(min(math.Abs(a.published.Sub(b.published).Hours())/24, 60))
	}
	if a.publisher != 0 && a.publisher == b.publisher {
		f[14] = 1
	}
	f[15] = math.Log1p(float64(min(a.titleLen, b.titleLen)))
	f[16] = min(float64(o.pairs), 4) / 4
	f[17] = ratio(float64(o.common), float64(o.union))
	f[18] = ratio(o.wholeDot, math.Sqrt(o.wholeA*o.wholeB))
	f[19] = math.Sqrt(f[18])
	f[20] = min(o.text/100, 2)
	f[21] = o.chance()
	return f
}
