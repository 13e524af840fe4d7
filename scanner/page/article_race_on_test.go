//go:build race

package page

// raced says whether the race detector is on: what is measured is too slow then,
// and a part of the pages races as well as all.
const raced = true
