package main

import (
	"cmp"
	"math"
	"slices"

	"alsoread/coverage"
)

// example is one pair with its answer.
type example struct {
	f      coverage.Features
	yes    bool
	weight float64
}

const size = len(coverage.Features{})

// Ridges keep weights small where the examples say little; relative to a total
// weight of 1 for all examples. Headlines need the stronger one: only one set
// of them has addresses, and with 3e-4 the weight of the address came to tell
// that set from the others (its BCubed F1 fell from .80 to .72).
const (
	ridgeHeadlines = 3e-3
	ridgeTexts     = 3e-4
)

// fit is logistic regression by Newton's method.
func fit(examples []example, ridge float64) coverage.Features {
	slices.SortFunc(examples, func(a, b example) int { // sums must not depend on map order
		return cmp.Or(slices.Compare(a.f[:], b.f[:]), cmp.Compare(a.weight, b.weight))
	})
	total := 0.0
	for _, x := range examples {
		total += x.weight
	}
	var w coverage.Features
	if total == 0 {
		return w
	}
	for range 15 {
		gradient, hessian := derivatives(examples, &w, total, ridge)
		step := solve(hessian, gradient)
		for i := range w {
			w[i] -= step[i]
		}
	}
	for i := range w {
		w[i] = math.Round(w[i]*1e4) / 1e4
	}
	return w
}

func derivatives(examples []example, w *coverage.Features, total, ridge float64) (g [size]float64, h [size][size]float64) {
	for i := range w {
		if i > 0 {
			g[i], h[i][i] = ridge*w[i], ridge
		}
	}
	h[0][0] = 1e-9
	for k := range examples {
		x := &examples[k]
		s := 0.0
		for i, v := range x.f {
			s += w[i] * v
		}
		p, y := 1/(1+math.Exp(-s)), 0.0
		if x.yes {
			y = 1
		}
		c := x.weight / total
		for i, v := range x.f {
			if v == 0 {
				continue
			}
			g[i] += c * (p - y) * v
			for j, u := range x.f {
				h[i][j] += c * p * (1 - p) * v * u
			}
		}
	}
	return g, h
}

// solve is Gaussian elimination with pivoting.
func solve(a [size][size]float64, b [size]float64) [size]float64 {
	for i := range size {
		pivot := i
		for r := i; r < size; r++ {
			if math.Abs(a[r][i]) > math.Abs(a[pivot][i]) {
				pivot = r
			}
		}
		a[i], a[pivot], b[i], b[pivot] = a[pivot], a[i], b[pivot], b[i]
		for r := i + 1; r < size; r++ {
			m := a[r][i] / a[i][i]
			for c := i; c < size; c++ {
				a[r][c] -= m * a[i][c]
			}
			b[r] -= m * b[i]
		}
	}
	for i := size - 1; i >= 0; i-- {
		for c := i + 1; c < size; c++ {
			b[i] -= a[i][c] * b[c]
		}
		b[i] /= a[i][i]
	}
	return b
}
