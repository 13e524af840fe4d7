package coverage

import "math"

// NearNames names what near-duplicate headlines are told by, in the order in
// which the learnt weights stand. "Less" and "more" are of the two headlines.
var NearNames = []string{
	"bias", "found in the other, less", "found in the other, more", "words found, less", "words found, more",
	"cosine", "trigram cosine", "pairs of words in common", "longest common sequence", "in order",
	"rarest not found, less", "rarest not found, more", "rarity not found, less", "rarity not found, more",
	"numbers equal", "numbers differ", "number in one", "negation in one", "length ratio", "shorter", "longer",
	"same first word", "same last word", "words changed", "rarity changed", "words added", "same but for order", "stop words found",
	"rarest found", "second rarest found", "mean likeness", "opposites",
	"places differ", "place in one", "days differ", "day in one", "expected in one", "expected in both", "question in one", "said in one", "\"to\" in one",
	"pairs of letters in common", "runs of five letters in common",
}

// NearFeatures of a pair of headlines, in the order of NearNames.
type NearFeatures [43]float64

// pairing is what the alignment of two headlines found.
type pairing struct {
	a, b         []headWord
	matches      []match
	inA, inB     [maxHeadWords]bool
	ofA, ofB     float64 // weight of all words
	found        float64 // weight of what was found, by how alike it is
	dot, qA, qB  float64
	contentA     int
	contentB     int
	foundContent float64
}

func pair(a, b []headWord) *pairing {
	p := &pairing{a: a, b: b, matches: align(a, b)}
	for i := range a {
		p.ofA += a[i].weight
		p.qA += a[i].weight * a[i].weight
		if !a[i].stop {
			p.contentA++
		}
	}
	for i := range b {
		p.ofB += b[i].weight
		p.qB += b[i].weight * b[i].weight
		if !b[i].stop {
			p.contentB++
		}
	}
	for _, m := range p.matches {
		p.inA[m.a], p.inB[m.b] = true, true
		x, y := a[m.a].weight, b[m.b].weight
		p.found += m.like * (x + y) / 2
		p.dot += m.like * x * y
		if !a[m.a].stop && !b[m.b].stop {
			p.foundContent += m.like
		}
	}
	return p
}

func nearFeatures(a, b []headWord, textA, textB string) (f NearFeatures) {
	if len(a) > len(b) || len(a) == len(b) && textA > textB {
		a, b, textA, textB = b, a, textB, textA // what is found must not depend on who asks
	}
	p := pair(a, b)
	f[0] = 1
	f[1], f[2] = sorted(ratio(p.found, p.ofA), ratio(p.found, p.ofB))
	f[3], f[4] = sorted(ratio(p.foundContent, float64(p.contentA)), ratio(p.foundContent, float64(p.contentB)))
	f[5] = ratio(p.dot, math.Sqrt(p.qA*p.qB))
	f[6] = trigramCosine(textA, textB)
	f[7] = p.commonPairs()
	longer := float64(max(len(a), len(b)))
	f[8] = ratio(float64(p.longestSequence()), longer)
	f[9] = ratio(float64(p.longestSequence()), float64(len(p.matches)))
	p.missing(&f)
	p.numbers(&f)
	if negated(a) != negated(b) {
		f[17] = 1
	}
	f[18] = ratio(float64(min(len(a), len(b))), longer)
	f[19], f[20] = math.Log1p(float64(min(len(a), len(b)))), math.Log1p(longer)
	p.ends(&f)
	p.gaps(&f)
	p.rest(&f)
	p.circumstances(&f, textA, textB)
	return f
}

func sorted(a, b float64) (less, more float64) { return min(a, b), max(a, b) }

func (p *pairing) missing(f *NearFeatures) {
	rareA, sumA := notFound(p.a, &p.inA)
	rareB, sumB := notFound(p.b, &p.inB)
	f[10], f[11] = sorted(rareA/10, rareB/10)
	f[12], f[13] = sorted(math.Log1p(sumA), math.Log1p(sumB))
}

func notFound(words []headWord, found *[maxHeadWords]bool) (rarest, sum float64) {
	for i, w := range words {
		if !found[i] {
			rarest = max(rarest, w.weight)
			sum += w.weight
		}
	}
	return rarest, sum
}

func (p *pairing) numbers(f *NearFeatures) {
	equal, a, b := 0, 0, 0
	for i, w := range p.a {
		if w.number && p.inA[i] {
			equal++
		} else if w.number {
			a++
		}
	}
	for i, w := range p.b {
		if w.number && !p.inB[i] {
			b++
		}
	}
	f[14] = math.Min(float64(equal), 2)
	f[15] = math.Min(float64(min(a, b)), 2)
	f[16] = math.Min(float64(max(a, b)-min(a, b)), 2)
}

func (p *pairing) commonPairs() float64 {
	n := 0
	for k := 1; k < len(p.matches); k++ {
		x, y := p.matches[k-1], p.matches[k]
		if y.a == x.a+1 && y.b == x.b+1 {
			n++
		}
	}
	return ratio(2*float64(n), float64(len(p.a)+len(p.b)-2))
}

// longestSequence is the longest rising run of matches (in the order of a).
func (p *pairing) longestSequence() int {
	var tails []int
	for _, m := range p.matches {
		i := 0
		for i < len(tails) && tails[i] < m.b {
			i++
		}
		if i == len(tails) {
			tails = append(tails, m.b)
		} else {
			tails[i] = m.b
		}
	}
	return len(tails)
}

func (p *pairing) ends(f *NearFeatures) {
	if len(p.matches) == 0 {
		return
	}
	if m := p.matches[0]; m.a == 0 && m.b == 0 {
		f[21] = 1
	}
	if p.inA[len(p.a)-1] && p.inB[len(p.b)-1] {
		f[22] = 1
	}
}

// gaps looks between neighbouring matches: words on both sides were changed,
// words on one side alone were added.
func (p *pairing) gaps(f *NearFeatures) {
	lastA, lastB := -1, -1
	changed, rarity, added := 0.0, 0.0, 0.0
	gap := func(toA, toB int) {
		nA, wA := p.unmatched(p.a, &p.inA, lastA+1, toA)
		nB, wB := p.unmatched(p.b, &p.inB, lastB+1, toB)
		changed += math.Min(nA, nB)
		rarity += math.Min(wA, wB)
		added += math.Max(nA, nB) - math.Min(nA, nB)
	}
	for _, m := range p.matches {
		if m.b <= lastB {
			continue
		}
		gap(m.a, m.b)
		lastA, lastB = m.a, m.b
	}
	gap(len(p.a), len(p.b))
	f[23], f[24], f[25] = math.Log1p(changed), math.Log1p(rarity), math.Log1p(added)
	if p.foundContent == float64(max(p.contentA, p.contentB)) {
		f[26] = 1
	}
}

func (p *pairing) unmatched(words []headWord, found *[maxHeadWords]bool, from, to int) (n, weight float64) {
	for i := from; i < to; i++ {
		if !found[i] && !words[i].stop {
			n++
			weight += words[i].weight
		}
	}
	return n, weight
}

func (p *pairing) rest(f *NearFeatures) {
	stopsFound, stopsAll, like := 0.0, 0.0, 0.0
	first, second := 0.0, 0.0
	for _, m := range p.matches {
		if p.a[m.a].stop {
			stopsFound++
		}
		like += m.like
		w := p.a[m.a].weight
		if p.a[m.a].number {
			continue
		}
		if w > first {
			first, second = w, first
		} else {
			second = max(second, w)
		}
	}
	stopsAll = float64(len(p.a) - p.contentA + len(p.b) - p.contentB)
	f[27] = ratio(2*stopsFound, stopsAll)
	f[28], f[29] = first/10, second/10
	f[30] = ratio(like, float64(len(p.matches)))
	f[31] = p.opposites()
}

// opposites counts the words that have their opposite in the other headline.
func (p *pairing) opposites() float64 {
	n := 0.0
	for i, v := range p.a {
		for j, w := range p.b {
			if !p.inA[i] && !p.inB[j] && v.senses.like(w.senses) < 0 {
				n++
			}
		}
	}
	return math.Min(n, 2)
}

func negated(words []headWord) bool {
	for _, w := range words {
		if negations[w.text] {
			return true
		}
	}
	return false
}

// negations turn what a headline says into its opposite.
var negations = map[string]bool{"no": true, "not": true, "never": true, "denies": true, "deny": true, "denied": true, "without": true, "nicht": true,
	"kein": true, "keine": true, "pas": true, "non": true, "sin": true, "не": true, "нет": true, "без": true, "não": true, "niet": true, "geen": true}

// trigramCosine compares letters, whatever the words.
func trigramCosine(a, b string) float64 {
	x, y := runsOf(a, 3), runsOf(b, 3)
	dot, qx, qy := 0.0, 0.0, 0.0
	for g, n := range x {
		dot += n * y[g]
		qx += n * n
	}
	for _, n := range y {
		qy += n * n
	}
	return ratio(dot, math.Sqrt(qx*qy))
}

// runsInCommon is the share of the different runs of letters that both have.
func runsInCommon(a, b string, length int) float64 {
	x, y := runsOf(a, length), runsOf(b, length)
	both := 0
	for g := range x {
		if _, ok := y[g]; ok {
			both++
		}
	}
	return ratio(float64(both), float64(len(x)+len(y)-both))
}

// maxRun is the longest run of letters that is looked at.
const maxRun = 5

// runsOf counts the runs of so many letters, spaces included, but not two spaces
// in a row.
func runsOf(s string, length int) map[[maxRun]rune]float64 {
	out := map[[maxRun]rune]float64{}
	var last [maxRun]rune
	for i := range length {
		last[i] = ' '
	}
	for _, r := range s + " " {
		copy(last[:length-1], last[1:length])
		last[length-1] = fold(r)
		if last[length-1] == ' ' && last[length-2] == ' ' {
			continue
		}
		out[last]++
	}
	return out
}
