package coverage

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sync"
)

// commonTerms are the terms that are common in news at large, by the numbers that
// they have in every lexicon, the commonest first. Number 0 is no term. It is
// read-only.
type commonTerms struct {
	names       []string
	hashes      []uint64
	ceiling     []float32 // how rare it may count at most
	expected    []float32 // events in news at large that bear it, see count.go
	logExpected []float32
	index       index
}

func commonOf(rarity map[string]float64) *commonTerms {
	names := slices.SortedFunc(maps.Keys(rarity), func(a, b string) int {
		return cmp.Or(cmp.Compare(rarity[a], rarity[b]), cmp.Compare(a, b))
	})
	n := len(names) + 1
	c := &commonTerms{names: append([]string{""}, names...), hashes: make([]uint64, n), ceiling: make([]float32, n),
		expected: make([]float32, n), logExpected: make([]float32, n)}
	c.index = newIndex(func(n uint32) uint64 { return c.hashes[n] })
	for i := 1; i < n; i++ {
		c.hashes[i] = termHash(c.names[i])
		c.ceiling[i] = float32(rarity[c.names[i]])
		c.expected[i] = float32(expectedAtLarge(c.ceiling[i]))
		c.logExpected[i] = float32(math.Log(float64(c.expected[i])))
		c.index.insert(uint32(i))
	}
	return c
}

// shippedCommon is of the model that the program runs with: made once, for it is
// needed whenever an engine is.
var shippedCommon = sync.OnceValue(func() *commonTerms { return commonOf(shippedOr(nil).Common) })
