package coverage

import (
	"encoding/binary"
	"math"
)

// attr says how a term stands in a story: where, of what kind, and in the high
// half how often, by levels.
type attr uint8

const (
	inTitle attr = 1 << iota
	inText
	asName
	asNumber
	levelShift = 4
)

// timesOf is how often a term of a level counts as standing in its story: exact up
// to twelve. It is read-only.
var timesOf = [16]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 18, 26, 45}

// levelOf is the level that comes nearest.
func levelOf(times int) attr {
	level := 0
	for level+1 < len(timesOf) && times-timesOf[level] >= timesOf[level+1]-times {
		level++
	}
	return attr(level) << levelShift
}

// standings are the weights of terms by how they stand, see likeness.go. It is
// read-only.
var standings = func() (table [256]float64) {
	for a := range table {
		w := math.Log1p(float64(timesOf[a>>levelShift]))
		if attr(a)&asName != 0 {
			w *= nameWeight
		}
		if attr(a)&asNumber != 0 {
			w *= numberBoost
		}
		table[a] = w
	}
	return table
}()

// entry is one term of one story.
type entry struct {
	term    uint32
	attr    attr
	counted bool // for its event in the lexicon
	indexed bool // the story is found by it
}

// What the window keeps of a story's terms are bytes: the fingerprint, if there is
// one; the ways in which terms stand; a bit for each that is counted; the terms of
// the title in its order, as places among the terms; the links; and the terms,
// ascending, each as the difference to the one before. A term takes about three
// bytes so, and is read in two nanoseconds.
func pack(b []byte, r *reading) []byte {
	if r.sketched {
		b = r.sketch.append(b)
	}
	for _, t := range r.entries {
		b = append(b, byte(t.attr))
	}
	b = appendBits(b, r.entries, func(t entry) bool { return t.counted })
	b = append(b, r.order...)
	for _, l := range r.links {
		b = binary.LittleEndian.AppendUint32(b, l)
	}
	before := uint32(0)
	for _, t := range r.entries {
		b = binary.AppendUvarint(b, uint64(t.term-before))
		before = t.term
	}
	return b
}

// appendBits appends one bit an entry.
func appendBits(b []byte, entries []entry, is func(entry) bool) []byte {
	from := len(b)
	b = append(b, make([]byte, (len(entries)+7)/8)...)
	for i, t := range entries {
		if is(t) {
			b[from+i/8] |= 1 << (i % 8)
		}
	}
	return b
}

// parts of what is packed.
type parts struct {
	sketch, attrs, counted, order, links []byte
	gaps                                 []byte // and what follows
}

func (s *slot) parts(b []byte) (p parts) {
	if s.sketched {
		p.sketch, b = b[:sketchBytes], b[sketchBytes:]
	}
	n := int(s.terms)
	p.attrs, b = b[:n], b[n:]
	p.counted, b = b[:(n+7)/8], b[(n+7)/8:]
	p.order, b = b[:s.ordered], b[s.ordered:]
	p.links, p.gaps = b[:4*int(s.links)], b[4*int(s.links):]
	return p
}

// next reads one term off the gaps.
func next(term uint32, gaps []byte) (uint32, []byte) {
	if len(gaps) > 0 && gaps[0] < 0x80 {
		return term + uint32(gaps[0]), gaps[1:]
	}
	gap, shift := uint32(0), 0
	for i, b := range gaps {
		gap |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return term + gap, gaps[i+1:]
		}
		shift += 7
	}
	return term, nil
}

// longGap reads what follows the first two bytes of a gap, up to place k.
func longGap(gap uint32, gaps []byte, k int) (uint32, int) {
	for shift := 14; ; shift += 7 {
		b := gaps[k]
		gap |= uint32(b&0x7f) << shift
		if k++; b < 0x80 {
			return gap, k
		}
	}
}

// unpack appends the entries of a story to out.
func (p parts) unpack(out []entry) []entry {
	term := uint32(0)
	for i, a := range p.attrs {
		term, p.gaps = next(term, p.gaps)
		out = append(out, entry{term: term, attr: attr(a), counted: p.isCounted(i)})
	}
	return out
}

func (p parts) isCounted(place int) bool { return p.counted[place/8]>>(place%8)&1 == 1 }

// count marks a term of a story, by its place, as counted for its event or not.
func (p parts) count(place int, counted bool) {
	if counted {
		p.counted[place/8] |= 1 << (place % 8)
	} else {
		p.counted[place/8] &^= 1 << (place % 8)
	}
}

func linkAt(links []byte, i int) uint32 { return binary.LittleEndian.Uint32(links[4*i:]) }
