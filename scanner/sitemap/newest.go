package sitemap

import (
	"cmp"
	"slices"
	"time"
)

// keyed is what entries are ordered by.
type keyed struct {
	url   string // absolute
	at    time.Time
	exact bool // at was stated, with a time of day
	first bool // among entries without a date
	place int  // in the document
}

// newest keeps the max newest entries of any number, in a heap whose first is
// the one to give way next.
type newest struct {
	max  int
	seen int
	heap []*entry
}

// before says whether a goes before b: the newer one, then the one that is
// preferred, then the one that stands first.
func before(a, b *entry) bool { return order(a, b) < 0 }

func order(a, b *entry) int {
	if n := b.at.Compare(a.at); n != 0 {
		return n
	}
	if a.first != b.first {
		if a.first {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.place, b.place)
}

func (n *newest) add(e *entry) {
	e.place = n.seen
	n.seen++
	if len(n.heap) < n.max {
		n.heap = append(n.heap, e)
		n.up(len(n.heap) - 1)
		return
	}
	if before(e, n.heap[0]) {
		n.heap[0] = e
		n.down(0)
	}
}

// up and down restore the heap: no entry goes after the one above it.
func (n *newest) up(i int) {
	for i > 0 {
		above := (i - 1) / 2
		if !before(n.heap[above], n.heap[i]) {
			return
		}
		n.heap[above], n.heap[i] = n.heap[i], n.heap[above]
		i = above
	}
}

func (n *newest) down(i int) {
	for {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(n.heap); child++ {
			if before(n.heap[last], n.heap[child]) {
				last = child
			}
		}
		if last == i {
			return
		}
		n.heap[last], n.heap[i] = n.heap[i], n.heap[last]
		i = last
	}
}

// sorted returns what was kept, newest first.
func (n *newest) sorted() []*entry {
	slices.SortFunc(n.heap, order)
	return n.heap
}
