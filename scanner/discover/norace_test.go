//go:build !race

package discover

// sample is of how many real pages one is read.
const sample = 1
