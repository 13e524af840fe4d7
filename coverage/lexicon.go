package coverage

import (
	"encoding/binary"
	"math"
	"slices"
)

// lexicon numbers the terms of the window and knows of each how many stories
// bear it, how many events, and which stories are found by it. The first numbers
// are those of the terms that are common in news at large, whether the window has
// them or not; any other term that no story bears any more is forgotten and its
// number used again. Terms are told apart by 40 bits of a hash: of a million, one
// is taken for another with odds of one in two, and then counts with it.
type lexicon struct {
	common     *commonTerms
	numbers    index
	hashes     hashes   // by number, as all of these; 0: the number is free
	events     []uint16 // see count.go; of common terms in commonEvents
	refs       []uint16 // stories that bear it
	found      []uint32 // stories that are found by it: a list of postings
	name       []uint32 // where in names it is spelt, plus one; 0: no second story has been seen to bear it
	names      []byte
	wasted     int // bytes of names that nobody is called by any more
	free       []uint32
	postings   postings
	counted    []int32   // events, of common terms
	logEvents  []float32 // of common terms: see count.go
	logGroups  float64
	logStories float64
}

// hashes are of 40 bits, in five bytes each.
type hashes struct {
	low  []uint32
	high []uint8
}

func (h *hashes) at(n uint32) uint64 { return uint64(h.high[n])<<32 | uint64(h.low[n]) }

func (h *hashes) set(n uint32, hash uint64) { h.low[n], h.high[n] = uint32(hash), uint8(hash>>32) }

func (h *hashes) grow() { h.low, h.high = append(h.low, 0), append(h.high, 0) }

func (h *hashes) clone() hashes { return hashes{slices.Clone(h.low), slices.Clone(h.high)} }

// up and down count as far as two bytes go. What has come to their end stays there:
// a term of 65,535 stories is never forgotten.
func up(n uint16) uint16 {
	if n < math.MaxUint16 {
		n++
	}
	return n
}

func down(n uint16) uint16 {
	if n < math.MaxUint16 && n > 0 {
		n--
	}
	return n
}

func newLexicon(common *commonTerms) *lexicon {
	n := len(common.names)
	l := &lexicon{common: common, hashes: common.hashes.clone(), logEvents: slices.Clone(common.logExpected), counted: make([]int32, n),
		events: make([]uint16, n), refs: make([]uint16, n), found: make([]uint32, n), name: make([]uint32, n)}
	l.numbers = newIndex(func(n uint32) uint64 { return l.hashes.at(n) })
	l.numbers.places, l.numbers.used = slices.Clone(common.index.places), common.index.used
	l.count(0)
	l.countGroups(0)
	return l
}

// termHash is of 40 bits and never 0.
func termHash[T string | []byte](name T) uint64 { return hash40(mix(fnv(name))) }

func hash40(hash uint64) uint64 { return max(hash>>24, 1) }

// find is the number of a term, 0 if it has none.
func (l *lexicon) find(hash uint64) uint32 { return l.numbers.find(hash) }

// ofStem is the number of a stem, 0 if it has none. The stem remembers it: to find
// it again costs no look-up.
func (l *lexicon) ofStem(s *stemTerm) uint32 {
	if int(s.term) >= len(l.name) || l.hashes.at(s.term) != s.hash {
		s.term = l.find(s.hash)
	}
	return s.term
}

// number is the number of a term that has none yet.
func (l *lexicon) number(hash uint64) uint32 {
	var n uint32
	if last := len(l.free) - 1; last >= 0 {
		n, l.free = l.free[last], l.free[:last]
	} else {
		n = uint32(len(l.name))
		l.hashes.grow()
		l.events, l.refs = append(l.events, 0), append(l.refs, 0)
		l.found, l.name = append(l.found, 0), append(l.name, 0)
	}
	l.hashes.set(n, hash)
	l.numbers.insert(n)
	return n
}

// numberOf is the number of a term, a new one if it has none.
func (l *lexicon) numberOf(hash uint64) uint32 {
	if n := l.find(hash); n != 0 {
		return n
	}
	return l.number(hash)
}

// bear counts a story for a term. Only a term of two stories can be a reason, so
// the first is not asked what it is called.
func (l *lexicon) bear(term uint32, name string) {
	if l.refs[term] = up(l.refs[term]); l.refs[term] > 1 && l.name[term] == 0 && name != "" && !l.isCommon(term) {
		l.spell(term, name)
	}
}

func (l *lexicon) unbear(term uint32) {
	if l.refs[term] = down(l.refs[term]); l.refs[term] == 0 {
		l.forget(term)
	}
}

func (l *lexicon) forget(term uint32) {
	l.postings.drop(l.found[term])
	l.found[term] = 0
	if l.isCommon(term) {
		return
	}
	l.events[term] = 0
	l.unspell(term)
	l.numbers.remove(term)
	l.hashes.set(term, 0)
	l.free = append(l.free, term)
}

func (l *lexicon) isCommon(term uint32) bool { return int(term) < len(l.logEvents) }

// spell keeps what a term is called.
func (l *lexicon) spell(term uint32, name string) {
	l.name[term] = uint32(len(l.names)) + 1
	l.names = append(binary.AppendUvarint(l.names, uint64(len(name))), name...)
}

func (l *lexicon) unspell(term uint32) {
	if l.name[term] == 0 {
		return
	}
	l.wasted += len(l.spelling(term)) + 1
	l.name[term] = 0
	if l.wasted > 1<<16 && 2*l.wasted > len(l.names) {
		l.respell()
	}
}

// respell writes all names anew without those that are not needed any more.
func (l *lexicon) respell() {
	kept := make([]byte, 0, len(l.names)-l.wasted)
	for term, at := range l.name {
		if at == 0 {
			continue
		}
		name := l.spelling(uint32(term))
		l.name[term] = uint32(len(kept)) + 1
		kept = append(binary.AppendUvarint(kept, uint64(len(name))), name...)
	}
	l.names, l.wasted = kept, 0
}

func (l *lexicon) spelling(term uint32) []byte {
	b := l.names[l.name[term]-1:]
	n, size := binary.Uvarint(b)
	return b[size : size+int(n)]
}

// nameOf is what a term of two stories or more is called.
func (l *lexicon) nameOf(term uint32) string {
	switch {
	case l.isCommon(term):
		return l.common.names[term]
	case l.name[term] == 0:
		return ""
	}
	return string(l.spelling(term))
}

// unseen is added to the size of the window, so that in the first minutes of a
// stream a word met twice still counts as fairly rare.
const unseen = 60

// rarityOf is the inverse document frequency of a term in the window, or in news
// at large if that is less.
func (l *lexicon) rarityOf(name string) float64 {
	n := l.find(termHash(name))
	return min(l.logStories-math.Log(float64(l.refs[n])+0.5), float64(l.ceiling(n)))
}

func (l *lexicon) count(stories int) { l.logStories = math.Log(float64(stories + unseen)) }

// ceiling is how rare a term may count at most; what is not common has none.
func (l *lexicon) ceiling(term uint32) float32 {
	if l.isCommon(term) && term != 0 {
		return l.common.ceiling[term]
	}
	return 100
}
