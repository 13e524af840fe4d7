package coverage

import (
	"math"
	"strings"
)

// lexicon numbers the terms of the window and keeps, for each, which stories
// bear it, oldest first: the inverted index. A term that no story of the
// window bears any more is forgotten and its number used again.
type lexicon struct {
	numbers    map[string]uint32
	names      []string
	bearers    [][]int32
	ceiling    []float32 // how rare the term may count at most
	events     []int32   // how many events bear it, see count.go
	expected   []float32 // of events in news at large, see count.go
	logEvents  []float32 // logarithm of that and what is expected of news at large
	logGroups  float64
	common     map[string]float64
	free       []uint32
	stories    int
	logStories float64
}

func newLexicon(common map[string]float64) *lexicon {
	l := &lexicon{numbers: map[string]uint32{}, common: common}
	l.count(0)
	l.countGroups(0)
	return l
}

func (l *lexicon) number(name string) uint32 {
	if n, ok := l.numbers[name]; ok {
		return n
	}
	name = strings.Clone(name)
	var n uint32
	if last := len(l.free) - 1; last >= 0 {
		n, l.free = l.free[last], l.free[:last]
		l.names[n] = name
	} else {
		n = uint32(len(l.names))
		l.names = append(l.names, name)
		l.bearers = append(l.bearers, nil)
		l.ceiling = append(l.ceiling, 0)
		l.events, l.logEvents, l.expected = append(l.events, 0), append(l.logEvents, 0), append(l.expected, 0)
	}
	l.ceiling[n] = l.mostRare(name)
	l.expected[n] = float32(expectedAtLarge(l.ceiling[n]))
	l.numbers[name] = n
	l.countEvents(n, 0)
	return n
}

// find is the number of a stem, if it has one. The stem remembers it, so that
// to find it again costs no look-up.
func (l *lexicon) find(s *stemTerm) (uint32, bool) {
	if int(s.term) < len(l.names) && l.names[s.term] == s.name {
		return s.term, true
	}
	n, ok := l.numbers[s.name]
	if ok {
		s.term, s.name = n, l.names[n] // one string for both: equal at a glance
	}
	return n, ok
}

func (l *lexicon) enter(slot int32, entries []entry) {
	for _, t := range entries {
		l.bearers[t.term] = append(l.bearers[t.term], slot)
	}
	l.enterEvents(entries)
	l.count(1)
}

// leave takes the oldest story out; its slot stands first in every list.
func (l *lexicon) leave(slot int32, entries []entry) {
	l.leaveEvents(entries)
	for _, t := range entries {
		list := l.bearers[t.term]
		if len(list) == 0 || list[0] != slot {
			continue
		}
		if len(list) > 1 {
			l.bearers[t.term] = list[1:]
			continue
		}
		l.forget(t.term)
	}
	l.count(-1)
}

// forget frees the number of a term that nobody bears any more.
func (l *lexicon) forget(term uint32) {
	l.bearers[term], l.events[term] = nil, 0
	delete(l.numbers, l.names[term])
	l.names[term] = ""
	l.free = append(l.free, term)
}

// unseen is added to the size of the window, so that in the first minutes of a
// stream a word met twice still counts as fairly rare.
const unseen = 60

// rarity is the inverse document frequency of a term in the window, or in news
// at large if that is less.
func (l *lexicon) rarity(term uint32) float64 {
	return min(l.rare(len(l.bearers[term])), float64(l.ceiling[term]))
}

func (l *lexicon) rarityOf(name string) float64 {
	if n, ok := l.numbers[name]; ok {
		return l.rarity(n)
	}
	return min(l.rare(0), float64(l.mostRare(name)))
}

func (l *lexicon) rare(bearers int) float64 {
	if bearers < len(logOfBearers) {
		return l.logStories - logOfBearers[bearers]
	}
	return l.logStories - math.Log(float64(bearers)+0.5)
}

// logOfBearers spares a logarithm a term and pair: a fifth of the time of
// placing a story. It is read-only.
var logOfBearers = func() (table [4096]float64) {
	for i := range table {
		table[i] = math.Log(float64(i) + 0.5)
	}
	return table
}()

func (l *lexicon) count(change int) {
	l.stories += change
	l.logStories = math.Log(float64(l.stories + unseen))
}

// mostRare is the ceiling of a term: a pair of words may count as both of them
// together, and what is not among the common words has none.
func (l *lexicon) mostRare(name string) float32 {
	if first, second, ok := strings.Cut(name, " "); ok {
		return l.mostRare(first) + l.mostRare(second)
	}
	if r, ok := l.common[name]; ok {
		return float32(r)
	}
	return 100
}
