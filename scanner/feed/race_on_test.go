//go:build race

package feed

// underRace: the race detector makes everything some ten times slower, so
// that times are not held to their limits and only every eighth document of
// the data folder is read.
const underRace = true
