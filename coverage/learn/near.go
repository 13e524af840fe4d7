package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alsoread/coverage"
	"alsoread/internal/labelled"
)

// A pair is learnt from as partly yes and partly no, by its score: what people
// scored 3.8 is nearly what they scored 4.2, and much unlike a 1. The softness
// was chosen by cross-validation from 0 (yes or no), .3, .6; the ridge from .3, 1, 3.
const (
	nearEdge  = 3.9 // between 3.8, the highest score of a no, and 4
	nearSoft  = 0.3
	nearRidge = 1
)

// scoredPair is a pair of headlines with what people said of it.
type scoredPair struct {
	f        coverage.NearFeatures
	yes      bool
	score    float64
	one, two string // the headlines
}

func scored(s *labelled.Set) bool { return len(s.Pairs) > 0 && s.Pairs[0].Near }

func learnNear(out string, dirs []string) error {
	var pairs []scoredPair
	var names []string
	for _, dir := range dirs {
		set, err := labelled.Read(dir)
		if err != nil {
			return err
		}
		if scored(set) {
			pairs = append(pairs, nearPairs(set)...)
			names = append(names, filepath.Base(dir))
		}
	}
	if len(pairs) == 0 {
		return errors.New("no set of scored pairs among the folders")
	}
	report(pairs)
	m := fitNear(pairs)
	m.Provenance = fmt.Sprintf("written by coverage/learn from %d scored pairs of %s", len(pairs), strings.Join(names, ", "))
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(bytes.ReplaceAll(body, []byte(`],"`), []byte("],\n\"")), '\n'), 0o644)
}

// nearPairs streams the headlines as the evaluation does, then compares.
func nearPairs(set *labelled.Set) []scoredPair {
	e := coverage.New(coverage.Options{MaxStories: len(set.Stories) + 1})
	for _, s := range set.Stories {
		e.Add(s)
	}
	var out []scoredPair
	for _, p := range set.Pairs {
		a, b := set.Stories[p.A-1], set.Stories[p.B-1]
		out = append(out, scoredPair{e.NearFeatures(a, b), p.Same, p.Score, a.Title, b.Title})
	}
	return out
}

// fitNear learns the model, and the sum from which a pair is a near-duplicate: the
// one with the best F1 on pairs that were not learnt from.
func fitNear(pairs []scoredPair) coverage.NearModel {
	x, y := make([][]float64, len(pairs)), make([]float64, len(pairs))
	for i := range pairs {
		x[i] = pairs[i].f[:]
		y[i] = 1 / (1 + math.Exp((nearEdge-pairs[i].score)/nearSoft))
	}
	q := fitQuadratic(x, y, nearRidge)
	list := make([]sumAndAnswer, len(pairs))
	for i, p := range pairs {
		list[i] = sumAndAnswer{q.left[i], p.yes}
	}
	threshold, steep := bestThreshold(list)
	return q.model(threshold, steep)
}

type sumAndAnswer struct {
	sum float64
	yes bool
}

// folds deals the pairs out and hands each share over with the rest. Pairs that
// have a headline in common stay together: to have seen one of them is to know
// half of the other.
func folds(pairs []scoredPair, count int, seed uint64, use func(learn, ask []scoredPair)) {
	fold := map[string]int{}
	r := rand.New(rand.NewPCG(seed, 5))
	of := together(pairs)
	for _, p := range pairs {
		if _, dealt := fold[of(p.one)]; !dealt {
			fold[of(p.one)] = r.IntN(count)
		}
	}
	for this := range count {
		var learn, ask []scoredPair
		for _, p := range pairs {
			if fold[of(p.one)] == this {
				ask = append(ask, p)
			} else {
				learn = append(learn, p)
			}
		}
		use(learn, ask)
	}
}

// together leads from a headline to one that stands for all that pairs connect it with.
func together(pairs []scoredPair) func(string) string {
	leads := map[string]string{}
	var of func(string) string
	of = func(h string) string {
		to, ok := leads[h]
		if !ok || to == h {
			return h
		}
		leads[h] = of(to)
		return leads[h]
	}
	for _, p := range pairs {
		leads[of(p.one)] = of(p.two)
	}
	return of
}

// bestThreshold is the sum from which answering yes should give the best F1. It
// goes by the odds that each sum stands for rather than by the answers
// themselves: the best of 1,500 jumps of F1 is partly luck, which does not last.
// steep is how the odds grow with the sum.
func bestThreshold(list []sumAndAnswer) (threshold, steep float64) {
	slices.SortFunc(list, func(a, b sumAndAnswer) int { return cmp.Compare(b.sum, a.sum) })
	odds := oddsOfSums(list, 3) // they level off at both ends, which a straight line does not
	positives, hits, best := 0.0, 0.0, 0.0
	for _, s := range list {
		positives += odds(s.sum)
	}
	for i, s := range list {
		hits += odds(s.sum)
		if f1 := 2 * hits / (float64(i+1) + positives); f1 > best {
			best, threshold = f1, s.sum
		}
	}
	line := oddsOfSums(list, 1)
	return threshold, logit(line(1)) - logit(line(0))
}

// oddsOfSums fits what a sum stands for: the logit is a polynomial of it.
func oddsOfSums(list []sumAndAnswer, degree int) func(float64) float64 {
	powers := func(sum float64) []float64 {
		row := []float64{1}
		for range degree {
			row = append(row, row[len(row)-1]*sum)
		}
		return row
	}
	x, y := make([][]float64, len(list)), make([]float64, len(list))
	for i, s := range list {
		x[i] = powers(s.sum)
		if s.yes {
			y[i] = 1
		}
	}
	w := fitShares(x, y, 1e-6)
	return func(sum float64) float64 {
		z := 0.0
		for k, v := range powers(sum) {
			z += w[k] * v
		}
		return 1 / (1 + math.Exp(-z))
	}
}

func logit(odds float64) float64 { return math.Log(odds / (1 - odds)) }

// report says how the whole way of learning, threshold included, does on pairs
// that it has not seen: five folds, five times; and the two halves in file
// order, which are of different years where the set has years.
func report(pairs []scoredPair) {
	const rounds = 5
	var mean coverage.Score
	for round := range uint64(rounds) {
		var truth, said []bool
		folds(pairs, 5, 100+round, func(learn, ask []scoredPair) {
			t, s := answers(learn, ask)
			truth, said = append(truth, t...), append(said, s...)
		})
		s := coverage.JudgePairs(truth, said)
		mean.Precision += s.Precision / rounds
		mean.Recall += s.Recall / rounds
		mean.F1 += s.F1 / rounds
	}
	fmt.Printf("five folds, five times: precision %.3f recall %.3f F1 %.3f\n", mean.Precision, mean.Recall, mean.F1)
	half := len(pairs) / 2
	for _, s := range [][2][]scoredPair{{pairs[:half], pairs[half:]}, {pairs[half:], pairs[:half]}} {
		got := coverage.JudgePairs(answers(s[0], s[1]))
		fmt.Printf("one half learnt from, the other asked: precision %.3f recall %.3f F1 %.3f\n", got.Precision, got.Recall, got.F1)
	}
}

func answers(learn, ask []scoredPair) (truth, said []bool) {
	m := fitNear(learn)
	for i := range ask {
		truth, said = append(truth, ask[i].yes), append(said, m.Sum(&ask[i].f) >= 0)
	}
	return truth, said
}
