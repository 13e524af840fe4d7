package coverage

// index finds numbers, from 1 on, by the hash of a key that is kept elsewhere: a
// map of eight bytes an entry instead of forty. Open addressing; what is removed
// leaves no gap (Knuth, Algorithm 6.4R).
type index struct {
	places []uint32 // a power of two; 0: empty
	used   int
	hashOf func(uint32) uint64
}

func newIndex(hashOf func(uint32) uint64) index {
	return index{places: make([]uint32, 8), hashOf: hashOf}
}

// home is where a number with this hash stands, or from where on, place after
// place, it is to be looked for.
func (x *index) home(hash uint64) uint64 { return hash & uint64(len(x.places)-1) }

func (x *index) after(at uint64) uint64 { return (at + 1) & uint64(len(x.places)-1) }

// find is the number with this hash, 0 if there is none.
func (x *index) find(hash uint64) uint32 {
	for at := x.home(hash); x.places[at] != 0; at = x.after(at) {
		if n := x.places[at]; x.hashOf(n) == hash {
			return n
		}
	}
	return 0
}

// insert takes a number in, beside others of the same hash.
func (x *index) insert(n uint32) {
	if 4*(x.used+1) > 3*len(x.places) {
		x.grow()
	}
	x.put(n)
	x.used++
}

func (x *index) put(n uint32) {
	mask := uint64(len(x.places) - 1)
	at := x.hashOf(n) & mask
	for x.places[at] != 0 {
		at = (at + 1) & mask
	}
	x.places[at] = n
}

func (x *index) grow() {
	old := x.places
	x.places = make([]uint32, 2*len(old))
	for _, n := range old {
		if n != 0 {
			x.put(n)
		}
	}
}

// remove lets a number go; its hash must be what it was when it came.
func (x *index) remove(n uint32) {
	mask := uint64(len(x.places) - 1)
	at := x.hashOf(n) & mask
	for x.places[at] != n {
		if x.places[at] == 0 {
			return
		}
		at = (at + 1) & mask
	}
	x.used--
	for next := (at + 1) & mask; x.places[next] != 0; next = (next + 1) & mask {
		home := x.hashOf(x.places[next]) & mask
		if (next-home)&mask >= (next-at)&mask { // it may stand at the gap
			x.places[at] = x.places[next]
			at = next
		}
	}
	x.places[at] = 0
}
