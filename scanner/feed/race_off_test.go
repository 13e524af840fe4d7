//go:build !race

package feed

const underRace = false
