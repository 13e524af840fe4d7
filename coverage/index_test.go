package coverage

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// An index holds what a map does, whatever comes and goes, with hashes that meet.
func TestIndexIsAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	keys := []uint64{0}
	x, want := newIndex(func(n uint32) uint64 { return keys[n] }), map[uint64]uint32{}
	for range 20_000 {
		key := r.Uint64N(300) * 0x100000001 // many share their low bits
		if r.IntN(3) == 0 {
			key = r.Uint64N(40) << 40
		}
		n, known := want[key]
		if found := x.find(key); found != n {
			t.Fatalf("key %x: %d, want %d", key, found, n)
		}
		if known {
			x.remove(n)
			delete(want, key)
			continue
		}
		keys = append(keys, key)
		x.insert(uint32(len(keys) - 1))
		want[key] = uint32(len(keys) - 1)
	}
	if x.used != len(want) {
		t.Errorf("%d entries, want %d", x.used, len(want))
	}
	for key, n := range want {
		if x.find(key) != n {
			t.Errorf("key %x is lost", key)
		}
	}
}

// A list gives back what was put in, the newest first, however long it is and
// whatever has left the window; what nobody reads any more is used again.
func TestPostingsAreLists(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	var p postings
	lists, want := make([]uint32, 12), make([][]uint32, 12)
	kept, seen := make([]int, 12), make([]int, 12) // at the last read: serials got, and put in
	oldest := uint32(1)
	for serial := uint32(1); serial < 30_000; serial++ {
		i := min(r.IntN(12), r.IntN(12), r.IntN(12)) // the first are long
		lists[i] = p.add(lists[i], serial)
		want[i] = append(want[i], serial)
		if serial%10 == 0 {
			oldest = max(oldest, serial-min(serial, 4000))
		}
		if r.IntN(20) > 0 {
			continue
		}
		limit := 1 + r.IntN(500)
		k := r.IntN(12)
		got := p.newest(nil, lists[k], oldest, limit)
		var expected []uint32
		for at := len(want[k]) - 1; at >= 0 && len(expected) < limit && want[k][at] >= oldest; at-- {
			expected = append(expected, want[k][at])
		}
		sure := min(len(expected), kept[k]+len(want[k])-seen[k]) // what an earlier read left out may be gone
		if len(got) < sure || !slices.Equal(got, expected[:len(got)]) {
			t.Fatalf("list %d: %v, want %v", k, got, expected)
		}
		kept[k], seen[k] = len(got), len(want[k])
	}
	for _, list := range lists {
		p.drop(list)
	}
	if small, large := int(p.small.last)-len(p.small.free), int(p.large.last)-len(p.large.free); small != 0 || large != 0 {
		t.Errorf("%d small and %d large chunks are lost", small, large)
	}
}

// What terms are called outlives that others are forgotten.
func TestSpellings(t *testing.T) {
	l := newLexicon(commonOf(nil))
	names := map[uint32]string{}
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 60_000 {
		name := string(binaryName(i))
		n := l.numberOf(termHash(name))
		l.bear(n, name)
		l.bear(n, name)
		names[n] = name
		if len(names) > 3000 {
			for old := range names {
				l.unbear(old)
				l.unbear(old)
				delete(names, old)
				if r.IntN(3) == 0 {
					break
				}
			}
		}
	}
	for n, name := range names {
		if l.nameOf(n) != name {
			t.Fatalf("term %d is called %q, want %q", n, l.nameOf(n), name)
		}
	}
	if len(l.names) > 200_000 {
		t.Errorf("%d bytes of names for %d terms", len(l.names), len(names))
	}
}

func binaryName(i int) []byte {
	name := []byte("term")
	for ; i > 0; i /= 26 {
		name = append(name, 'a'+byte(i%26))
	}
	return name
}

// Serials run out after a thousand million stories: the window begins anew then.
func TestSerialsRunOut(t *testing.T) {
	e := New(Options{})
	e.first, e.oldest, e.coming = maxSerial-1, maxSerial-1, maxSerial-1 // as if so many had come and gone
	place(e, Story{Title: "Strong earthquake strikes off Valmora", Text: quake}, Story{Title: "Ostrania central bank holds rate", Text: bank})
	if e.Len() != 2 {
		t.Fatalf("%d stories", e.Len())
	}
	last := e.lastGroup
	p := e.Add(Story{ID: 7, Title: "Strong earthquake strikes off Valmora", Text: quake})
	if e.Len() != 1 || p.Group != last+1 {
		t.Errorf("%d stories, in group %d after %d", e.Len(), p.Group, last)
	}
}

// A story is packed and unpacked as it was.
func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 200 {
		in := reading{order: []uint8{2, 0, 1}, links: []uint32{7, 1 << 31}}
		in.sketched = r.IntN(2) == 0
		in.sketch.words = 77
		term := uint32(0)
		for range 3 + r.IntN(90) {
			term += 1 + r.Uint32N(1<<(1+r.Uint32N(24)))
			in.entries = append(in.entries, entry{term: term, attr: attr(r.UintN(256)), counted: r.IntN(2) == 0})
		}
		in.terms, in.ordered, in.slot.links = uint16(len(in.entries)), 3, 2
		p := in.slot.parts(append(pack(nil, &in), 1, 2, 3))
		if got := p.unpack(nil); !slices.Equal(got, in.entries) {
			t.Fatalf("%v, want %v", got, in.entries)
		}
		if !slices.Equal(p.order, in.order) || linkAt(p.links, 0) != 7 || linkAt(p.links, 1) != 1<<31 || in.sketched && readSketch(p.sketch).words != 77 {
			t.Fatalf("order %v, links %v", p.order, p.links)
		}
		at := r.IntN(len(in.entries))
		p.count(at, !in.entries[at].counted)
		if p.isCounted(at) == in.entries[at].counted {
			t.Fatal("the mark does not hold")
		}
	}
}

// A story that is renewed again and again leaves no memory behind.
func TestRenewedStoriesLeaveNoBlocks(t *testing.T) {
	e := New(Options{})
	place(e, Story{Title: "Ostrania central bank holds rate", Text: bank}, Story{Title: "Strong earthquake strikes off Valmora", Text: quake})
	for range 10 * blockStories {
		if _, ok := e.Renew(Story{ID: 2, Title: "Strong earthquake strikes off Valmora", Text: quake}); !ok {
			t.Fatal("it has left the window")
		}
	}
	taken := 0
	for _, b := range e.blocks {
		if b != nobody {
			taken++
		}
	}
	if taken > 3 || len(e.blocks) < 10 {
		t.Errorf("%d blocks of %d are taken by two stories", taken, len(e.blocks))
	}
	e.Add(Story{ID: 3, Title: "Quake off Valmora cracks harbour wall", Text: quake})
	if e.Len() != 3 || nobody.live != 0 || nobody.packed != nil {
		t.Errorf("%d stories; the block of nobody has %d", e.Len(), nobody.live)
	}
}
