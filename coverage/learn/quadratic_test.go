package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"alsoread/coverage"
)

// examples are of an answer that depends on a product of two features.
func examples(n int, r *rand.Rand) (x [][]float64, y []float64) {
	for range n {
		row := make([]float64, len(coverage.NearFeatures{}))
		row[0] = 1
		for k := 1; k < len(row); k++ {
			row[k] = r.NormFloat64()
		}
		x, y = append(x, row), append(y, 0.5+0.3*row[1]*row[2]-0.2*row[3])
	}
	return x, y
}

func TestQuadratic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x, y := examples(1500, r)
	m := fitQuadratic(x, y, 1).model(0, 1)
	asked, answers := examples(200, r)
	off := 0.0
	for i := range asked {
		f := coverage.NearFeatures(asked[i])
		off += math.Abs(m.Sum(&f)-answers[i]) / float64(len(asked))
	}
	if off > 0.15 { // .3 and more for a model without products
		t.Errorf("answers are %.3f off", off)
	}
}

// What is said of an example without it must be what the others say.
func TestLeftOut(t *testing.T) {
	x, y := examples(40, rand.New(rand.NewPCG(3, 4)))
	q := fitQuadratic(x, y, 1)
	for i := range 5 {
		others := append(append([][]float64{}, x[:i]...), x[i+1:]...)
		answers := append(append([]float64{}, y[:i]...), y[i+1:]...)
		f := coverage.NearFeatures(x[i])
		m := fitQuadratic(others, answers, 1).model(0, 1)
		if said := m.Sum(&f); math.Abs(said-q.left[i]) > 0.1 { // their mean and scale differ a little
			t.Errorf("example %d: %.3f, refitted %.3f", i, q.left[i], said)
		}
	}
}

func TestFoldsKeepHeadlinesTogether(t *testing.T) {
	var pairs []scoredPair
	for i := range 60 {
		pairs = append(pairs, scoredPair{score: float64(i), one: string(rune('a' + i/3)), two: string(rune('A' + i))})
	}
	asked := 0
	folds(pairs, 5, 1, func(learn, ask []scoredPair) {
		seen := map[string]bool{}
		for _, p := range learn {
			seen[p.one], seen[p.two] = true, true
		}
		for _, p := range ask {
			asked++
			if seen[p.one] || seen[p.two] {
				t.Errorf("%s or %s was learnt from and asked", p.one, p.two)
			}
		}
	})
	if asked != len(pairs) {
		t.Errorf("%d of %d pairs asked", asked, len(pairs))
	}
}

func TestBestThreshold(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var list []sumAndAnswer
	for range 2000 {
		sum := r.Float64()
		list = append(list, sumAndAnswer{sum, r.Float64() < sum*sum})
	}
	threshold, steep := bestThreshold(list)
	if threshold < 0.45 || threshold > 0.75 || steep <= 0 { // the best is half of the F1 that it gives: odds of .37, a sum of .6
		t.Errorf("threshold %.3f, steep %.3f", threshold, steep)
	}
}
