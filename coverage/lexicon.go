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
	terms      []termEntry // by number
	high       []uint8     // of the hashes, by number
	names      []byte
	wasted     int // bytes of names that nobody is called by any more
	free       []uint32
	postings   postings
	counted    []int32   // events, of common terms
	logEvents  []float32 // of common terms: see count.go
	logGroups  float64
	logStories float64
}

// termEntry is what is known of a term. Who asks for one of these mostly asks for
// the others too, so they stand together: in a large window each look-up elsewhere
// waits for memory.
type termEntry struct {
	low    uint32 // of its hash; 0 with the high part: the number is free
	found  uint32 // stories that are found by it: a list of postings
	name   uint32 // where in names it is spelt, plus one; 0: no second story has been seen to bear it
	events uint16 // see count.go; of common terms in counted
	refs   uint16 // stories that bear it
}

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
	l := &lexicon{common: common, logEvents: slices.Clone(common.logExpected), counted: make([]int32, n), terms: make([]termEntry, n), high: make([]uint8, n)}
	for i, hash := range common.hashes {
		l.setHash(uint32(i), hash)
	}
	l.numbers = newIndex(l.hashOf)
	l.numbers.places, l.numbers.used = slices.Clone(common.index.places), common.index.used
	l.count(0)
	l.countGroups(0)
	return l
}

// termHash is of 40 bits and never 0.
func termHash[T string | []byte](name T) uint64 { return hash40(mix(fnv(name))) }

func hash40(hash uint64) uint64 { return max(hash>>24, 1) }

func (l *lexicon) hashOf(n uint32) uint64 { return uint64(l.high[n])<<32 | uint64(l.terms[n].low) }

func (l *lexicon) setHash(n uint32, hash uint64) {
	l.terms[n].low, l.high[n] = uint32(hash), uint8(hash>>32)
}

// find is the number of a term, 0 if it has none.
func (l *lexicon) find(hash uint64) uint32 {
	x := &l.numbers
	for at := x.home(hash); x.places[at] != 0; at = x.after(at) {
		if n := x.places[at]; l.terms[n].low == uint32(hash) && l.hashOf(n) == hash {
			return n
		}
	}
	return 0
}

// ofStem is the number of a stem, 0 if it has none. The stem remembers it: to find
// it again costs no look-up.
func (l *lexicon) ofStem(s *stemTerm) uint32 {
	if int(s.term) >= len(l.terms) || l.hashOf(s.term) != s.hash {
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
		n = uint32(len(l.terms))
		l.terms, l.high = append(l.terms, termEntry{}), append(l.high, 0)
	}
	l.setHash(n, hash)
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
	t := &l.terms[term]
	if t.refs = up(t.refs); t.refs > 1 && t.name == 0 && name != "" && !l.isCommon(term) {
		t.name = l.spell(name)
	}
}

// lead has a story be found by a term.
func (l *lexicon) lead(term, at uint32) {
	t := &l.terms[term]
	t.found = l.postings.add(t.found, at)
}

func (l *lexicon) unbear(term uint32) {
	t := &l.terms[term]
	if t.refs = down(t.refs); t.refs == 0 {
		l.forget(term)
	}
}

func (l *lexicon) forget(term uint32) {
	t := &l.terms[term]
	l.postings.drop(t.found)
	t.found = 0
	if l.isCommon(term) {
		return
	}
	t.events = 0
	l.unspell(term)
	l.numbers.remove(term)
	l.setHash(term, 0)
	l.free = append(l.free, term)
}

func (l *lexicon) isCommon(term uint32) bool { return int(term) < len(l.logEvents) }

// spell keeps what a term is called, and says where.
func (l *lexicon) spell(name string) uint32 {
	at := uint32(len(l.names)) + 1
	l.names = append(binary.AppendUvarint(l.names, uint64(len(name))), name...)
	return at
}

func (l *lexicon) unspell(term uint32) {
	if l.terms[term].name == 0 {
		return
	}
	l.wasted += len(l.spelling(term)) + 1
	l.terms[term].name = 0
	if l.wasted > 1<<16 && 2*l.wasted > len(l.names) {
		l.respell()
	}
}

// respell writes all names anew without those that are not needed any more.
func (l *lexicon) respell() {
	kept := make([]byte, 0, len(l.names)-l.wasted)
	for term := range l.terms {
		if l.terms[term].name == 0 {
			continue
		}
		name := l.spelling(uint32(term))
		l.terms[term].name = uint32(len(kept)) + 1
		kept = append(binary.AppendUvarint(kept, uint64(len(name))), name...)
	}
	l.names, l.wasted = kept, 0
}

func (l *lexicon) spelling(term uint32) []byte {
	b := l.names[l.terms[term].name-1:]
	n, size := binary.Uvarint(b)
	return b[size : size+int(n)]
}

// nameOf is what a term of two stories or more is called.
func (l *lexicon) nameOf(term uint32) string {
	switch {
	case l.isCommon(term):
		return l.common.names[term]
	case l.terms[term].name == 0:
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
	return min(l.logStories-math.Log(float64(l.terms[n].refs)+0.5), float64(l.ceiling(n)))
}

func (l *lexicon) count(stories int) { l.logStories = math.Log(float64(stories + unseen)) }

// ceiling is how rare a term may count at most; what is not common has none.
func (l *lexicon) ceiling(term uint32) float32 {
	if l.isCommon(term) && term != 0 {
		return l.common.ceiling[term]
	}
	return 100
}
