package main

import "math"

// fitShares is logistic regression by Newton's method on answers between 0 and
// 1. Features are brought to one scale first, so that the ridge, in units of
// examples, asks the same of each; the first feature is the bias and free of
// it. The weights returned are those of the features as they came.
func fitShares(x [][]float64, y []float64, ridge float64) []float64 {
	mean, scale := scales(x)
	n := len(mean)
	z := make([][]float64, len(x))
	for i := range x {
		z[i] = make([]float64, n)
		for k := range n {
			z[i][k] = (x[i][k] - mean[k]) / scale[k]
		}
	}
	w := make([]float64, n)
	for range 12 {
		step := eliminate(newton(z, y, w, ridge))
		for k := range w {
			w[k] -= step[k]
		}
	}
	for k := 1; k < n; k++ {
		w[k] /= scale[k]
		w[0] -= w[k] * mean[k]
	}
	return w
}

// scales are the mean and the deviation of every feature but the bias.
func scales(x [][]float64) (mean, scale []float64) {
	n := len(x[0])
	mean, scale = make([]float64, n), make([]float64, n)
	for _, row := range x {
		for k, v := range row {
			mean[k] += v / float64(len(x))
		}
	}
	for _, row := range x {
		for k, v := range row {
			scale[k] += (v - mean[k]) * (v - mean[k]) / float64(len(x))
		}
	}
	for k := range scale {
		scale[k] = math.Sqrt(scale[k])
		if scale[k] == 0 {
			scale[k] = 1
		}
	}
	mean[0], scale[0] = 0, 1
	return mean, scale
}

func newton(x [][]float64, y, w []float64, ridge float64) (hessian [][]float64, gradient []float64) {
	n := len(w)
	gradient, hessian = make([]float64, n), make([][]float64, n)
	for k := range hessian {
		hessian[k] = make([]float64, n)
		if k > 0 {
			gradient[k], hessian[k][k] = ridge*w[k], ridge
		}
	}
	for i, row := range x {
		s := 0.0
		for k, v := range row {
			s += w[k] * v
		}
		p := 1 / (1 + math.Exp(-s))
		for k, v := range row {
			gradient[k] += (p - y[i]) * v
			for l := 0; l <= k; l++ {
				hessian[k][l] += p * (1 - p) * v * row[l]
			}
		}
	}
	for k := range hessian {
		for l := 0; l < k; l++ {
			hessian[l][k] = hessian[k][l]
		}
	}
	return hessian, gradient
}

// eliminate solves a x = b for a positive definite a, which needs no pivoting.
func eliminate(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for r := i + 1; r < n; r++ {
			m := a[r][i] / a[i][i]
			for c := i; c < n; c++ {
				a[r][c] -= m * a[i][c]
			}
			b[r] -= m * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for c := i + 1; c < n; c++ {
			b[i] -= a[i][c] * b[c]
		}
		b[i] /= a[i][i]
	}
	return b
}
