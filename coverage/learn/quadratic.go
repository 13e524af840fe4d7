package main

import (
	"math"

	"alsoread/coverage"
)

// quadratic is ridge regression on the features and their products, solved among
// the examples: with the kernel (1 + x·y/n)² the products need not be written out,
// and how each example would be answered by the others comes with the solution.
type quadratic struct {
	mean, scale []float64
	bias        float64
	weights     []float64
	products    []float64
	left        []float64 // of each example, the answer of the model without it
}

func fitQuadratic(x [][]float64, y []float64, ridge float64) *quadratic {
	q := &quadratic{}
	q.mean, q.scale = scales(x)
	q.mean[0], q.scale[0] = 1, 1 // the bias is the kernel's
	z := make([][]float64, len(x))
	for i := range x {
		z[i] = q.standard(x[i])
	}
	average := 0.0
	for _, v := range y {
		average += v / float64(len(y))
	}
	n := float64(len(q.mean))
	inverse := invert(gram(z, n, ridge))
	dual := make([]float64, len(y))
	for i := range dual {
		for k, v := range inverse[i] {
			dual[i] += v * (y[k] - average)
		}
	}
	q.left = make([]float64, len(y))
	for i := range y {
		q.left[i] = y[i] - dual[i]/inverse[i][i]
	}
	q.write(z, dual, average, n)
	return q
}

func (q *quadratic) standard(x []float64) []float64 {
	z := make([]float64, len(x))
	for k := range x {
		z[k] = coverage.Standard(x[k], q.mean[k], q.scale[k])
	}
	return z
}

func gram(z [][]float64, n, ridge float64) [][]float64 {
	g := make([][]float64, len(z))
	for i := range z {
		g[i] = make([]float64, len(z))
		for k := range i + 1 {
			v := 1.0
			for l, a := range z[i] {
				v += a * z[k][l] / n
			}
			g[i][k], g[k][i] = v*v, v*v
		}
		g[i][i] += ridge
	}
	return g
}

// write turns weights of examples into weights of features and products.
func (q *quadratic) write(z [][]float64, dual []float64, average, n float64) {
	size := len(q.mean)
	q.bias = average
	q.weights = make([]float64, size)
	for i, a := range dual {
		q.bias += a
		for k, v := range z[i] {
			q.weights[k] += 2 * a * v / n
		}
	}
	for k := range size {
		for l := k; l < size; l++ {
			sum := 0.0
			for i, a := range dual {
				sum += a * z[i][k] * z[i][l]
			}
			if l > k {
				sum *= 2
			}
			q.products = append(q.products, sum/(n*n))
		}
	}
}

// invert a positive definite matrix by Gauss and Jordan, in place.
func invert(a [][]float64) [][]float64 {
	for p := range a {
		pivot := 1 / a[p][p]
		row := a[p]
		row[p] = 1
		for k := range row {
			row[k] *= pivot
		}
		for i := range a {
			if i == p {
				continue
			}
			other := a[i]
			m := other[p]
			if m == 0 {
				continue
			}
			other[p] = 0
			for k, v := range row {
				other[k] -= m * v
			}
		}
	}
	return a
}

// model is the one that says yes from a threshold on, written as it is shipped.
func (q *quadratic) model(threshold, steep float64) coverage.NearModel {
	m := coverage.NearModel{Bias: rounded(q.bias - threshold), Steep: rounded(steep)}
	for i := range m.Mean {
		m.Mean[i], m.Scale[i], m.Weights[i] = rounded(q.mean[i]), rounded(q.scale[i]), rounded(q.weights[i])
	}
	for _, w := range q.products {
		m.Products = append(m.Products, rounded(w))
	}
	return m
}

func rounded(x float64) float64 { return math.Round(x*1e5) / 1e5 }
