//go:build race

package discover

// sample is of how many real pages one is read: the race detector takes ten
// times as long, and one goroutine has no races.
const sample = 10
