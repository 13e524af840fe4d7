package main

import (
	"cmp"
	"math"
	"slices"

	"alsoread/coverage"
)

// bestShift is what to add to the bias so that answering yes from even odds
// gives the best F1: near-duplicates are the smaller part of the pairs.
func bestShift(examples []example, w *coverage.Features) float64 {
	type scored struct {
		sum float64
		yes bool
	}
	var list []scored
	positives := 0
	for _, x := range examples {
		s := 0.0
		for i, v := range x.f {
			s += w[i] * v
		}
		list = append(list, scored{s, x.yes})
		if x.yes {
			positives++
		}
	}
	slices.SortFunc(list, func(a, b scored) int { return cmp.Compare(b.sum, a.sum) })
	hits, best, shift := 0, 0.0, 0.0
	for i, x := range list {
		if x.yes {
			hits++
		}
		if f1 := 2 * float64(hits) / float64(i+1+positives); f1 > best {
			best, shift = f1, -x.sum
		}
	}
	return math.Round(shift*1e4) / 1e4
}
