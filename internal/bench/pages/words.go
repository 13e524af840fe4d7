package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// vocabulary is invented words; the n-th is met about 1/n as often as the first,
// as words are (Zipf).
type vocabulary struct {
	words []string
	reach []float64 // cumulated
}

const vocabularySize = 20_000

func newVocabulary(r *rand.Rand) *vocabulary {
	v := &vocabulary{}
	syllables := strings.Fields("ba be bo ca ce co da de di do fa fe fi ga go ha he ka ke la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi za zo")
	seen, sum := map[string]bool{}, 0.0
	for len(v.words) < vocabularySize {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			sum += 1 / math.Sqrt(float64(len(v.words)+3)) // flatter than text: titles have few of the commonest words
			v.words, v.reach = append(v.words, w), append(v.reach, sum)
		}
	}
	return v
}

func (v *vocabulary) word(r *rand.Rand) string {
	at := r.Float64() * v.reach[len(v.reach)-1]
	n, _ := slices.BinarySearch(v.reach, at)
	return v.words[n]
}

func (v *vocabulary) phrase(r *rand.Rand, words int) string {
	all := make([]string, words)
	for i := range all {
		all[i] = v.word(r)
	}
	s := strings.Join(all, " ")
	return strings.ToUpper(s[:1]) + s[1:]
}
