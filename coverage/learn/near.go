package main

import (
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
// was chosen by cross-validation from 0 (yes or no), .3, .6; the ridge, per
// pair, from 10, 20, 50.
const (
	nearEdge  = 3.9 // between 3.8, the highest score of a no, and 4
	nearSoft  = 0.3
	nearRidge = 20
)

// scoredPair is a pair of headlines with what people said of it.
type scoredPair struct {
	f     coverage.NearFeatures
	yes   bool
	score float64
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
	w, threshold := fitNear(pairs)
	w[0] -= threshold
	m := coverage.NearModel{Provenance: fmt.Sprintf("written by coverage/learn from %d scored pairs of %s", len(pairs), strings.Join(names, ", "))}
	for i, x := range w {
		m.Weights[i] = math.Round(x*1e4) / 1e4
		fmt.Printf("%-26s %8.3f\n", coverage.NearNames[i], x)
	}
	body, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(body, '\n'), 0o644)
}

// nearPairs streams the headlines as the evaluation does, then compares.
func nearPairs(set *labelled.Set) []scoredPair {
	e := coverage.New(coverage.Options{MaxStories: len(set.Stories) + 1})
	for _, s := range set.Stories {
		e.Add(s)
	}
	var out []scoredPair
	for _, p := range set.Pairs {
		if f, ok := e.NearFeatures(p.A, p.B); ok {
			out = append(out, scoredPair{f, p.Same, p.Score})
		}
	}
	return out
}

// fitNear returns the weights and the sum from which a pair is a
// near-duplicate: the one with the best F1 on pairs that were not learnt from.
func fitNear(pairs []scoredPair) (weights []float64, threshold float64) {
	const rounds = 10
	for round := range uint64(rounds) {
		threshold += bestThreshold(outOfFold(pairs, 5, round)) / rounds
	}
	return logistic(pairs), threshold
}

func logistic(pairs []scoredPair) []float64 {
	x, y := make([][]float64, len(pairs)), make([]float64, len(pairs))
	for i := range pairs {
		x[i] = pairs[i].f[:]
		y[i] = 1 / (1 + math.Exp((nearEdge-pairs[i].score)/nearSoft))
	}
	return fitShares(x, y, nearRidge)
}

type sumAndAnswer struct {
	sum float64
	yes bool
}

// outOfFold gives every pair the sum that weights learnt from the other folds
// give it.
func outOfFold(pairs []scoredPair, count int, seed uint64) []sumAndAnswer {
	var out []sumAndAnswer
	folds(pairs, count, seed, func(learn, ask []scoredPair) {
		out = append(out, sums(logistic(learn), ask)...)
	})
	return out
}

// folds deals the pairs out and hands each share over with the rest.
func folds(pairs []scoredPair, count int, seed uint64, use func(learn, ask []scoredPair)) {
	order := rand.New(rand.NewPCG(seed, 5)).Perm(len(pairs))
	for fold := range count {
		var learn, ask []scoredPair
		for i, at := range order {
			if i%count == fold {
				ask = append(ask, pairs[at])
			} else {
				learn = append(learn, pairs[at])
			}
		}
		use(learn, ask)
	}
}

func sums(w []float64, pairs []scoredPair) []sumAndAnswer {
	out := make([]sumAndAnswer, len(pairs))
	for i, p := range pairs {
		for k, x := range p.f {
			out[i].sum += w[k] * x
		}
		out[i].yes = p.yes
	}
	return out
}

// bestThreshold is the sum from which answering yes should give the best F1. It
// goes by the odds that each sum stands for rather than by the answers
// themselves: the best of 1,500 jumps of F1 is partly luck, which does not last.
func bestThreshold(list []sumAndAnswer) float64 {
	slices.SortFunc(list, func(a, b sumAndAnswer) int { return cmp.Compare(b.sum, a.sum) })
	x, y := make([][]float64, len(list)), make([]float64, len(list))
	for i, s := range list {
		x[i] = []float64{1, s.sum}
		if s.yes {
			y[i] = 1
		}
	}
	w := fitShares(x, y, 0)
	odds := func(s sumAndAnswer) float64 { return 1 / (1 + math.Exp(-w[0]-w[1]*s.sum)) }
	positives, hits, best, threshold := 0.0, 0.0, 0.0, 0.0
	for _, s := range list {
		positives += odds(s)
	}
	for i, s := range list {
		hits += odds(s)
		if f1 := 2 * hits / (float64(i+1) + positives); f1 > best {
			best, threshold = f1, s.sum
		}
	}
	return threshold
}

// report says how the whole way of learning, threshold included, does on pairs
// that it has not seen: five folds, ten times; and the two halves in file
// order, which are of different years where the set has years.
func report(pairs []scoredPair) {
	const rounds = 10
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
	fmt.Printf("five folds, ten times: precision %.3f recall %.3f F1 %.3f\n", mean.Precision, mean.Recall, mean.F1)
	half := len(pairs) / 2
	for _, s := range [][2][]scoredPair{{pairs[:half], pairs[half:]}, {pairs[half:], pairs[:half]}} {
		got := coverage.JudgePairs(answers(s[0], s[1]))
		fmt.Printf("one half learnt from, the other asked: precision %.3f recall %.3f F1 %.3f\n", got.Precision, got.Recall, got.F1)
	}
}

func answers(learn, ask []scoredPair) (truth, said []bool) {
	w, threshold := fitNear(learn)
	for _, x := range sums(w, ask) {
		truth, said = append(truth, x.yes), append(said, x.sum >= threshold)
	}
	return truth, said
}
