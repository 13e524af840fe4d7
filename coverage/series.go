package coverage

import "slices"

// A publisher has words that it writes into title after title: the name of a podcast, of
// a column, of the product that it makes. Between its own stories they tell what they are,
// not what happened, however rare they are elsewhere. Stories with texts of some length
// have these to go by, and what it writes again and again within days may be an event.
const (
	hoursOfSeries = 72
	// fewestOfSeries are the neighbours of the same publisher that show such words;
	// seriesWordPart of them have each.
	fewestOfSeries = 5
	seriesWordPart = 0.8
)

// series is what a publisher writes into the titles of stories that are tied to the one in
// focus.
type series struct {
	of     uint32 // serial of the story that was found to have a part in one; 0: none
	own    []uint32
	titles []int     // bearers in titles, of each of the story's entries
	rarity []float64 // scratch
	parted []uint32  // the stories that it is not tied to without the words of the series
}

// leaveOutSeriesWords weighs anew what the story in focus shares with others of its
// publisher, without the words that most of these have in their titles, and returns what
// it is to be tied to then.
func (e *Engine) leaveOutSeriesWords(all []found) []found {
	f, s := &e.focus, &e.series
	s.of = 0
	if e.seekSeries(all); len(s.own) < fewestOfSeries {
		return all
	}
	s.rarity = append(s.rarity[:0], f.rarity...)
	for i, n := range s.titles {
		if float64(n) >= seriesWordPart*float64(len(s.own)) {
			f.rarity[i], s.of = 0, f.of
		}
	}
	if s.of == 0 {
		return all
	}
	e.weighTerms()
	e.alike = slices.DeleteFunc(e.alike, func(n found) bool { return slices.Contains(s.own, n.serial) })
	s.parted = s.parted[:0]
	for _, serial := range s.own {
		if n, ok := e.weigh(serial, true); ok {
			e.alike = append(e.alike, n)
		} else {
			s.parted = append(s.parted, serial)
		}
	}
	copy(f.rarity, s.rarity)
	e.weighTerms()
	return e.likest(e.alike)
}

// seekSeries finds the neighbours of the same publisher, and how many of them have each
// word of the title in focus in theirs.
func (e *Engine) seekSeries(all []found) {
	f, s := &e.focus, &e.series
	s.own = s.own[:0]
	for _, n := range all {
		if !n.copied && ofSeries(f.slot, e.at(n.serial)) {
			s.own = append(s.own, n.serial)
		}
	}
	if len(s.own) < fewestOfSeries {
		return
	}
	s.titles = append(s.titles[:0], make([]int, len(f.entries))...)
	for _, serial := range s.own {
		e.title = e.appendTitle(e.title[:0], serial, false)
		for k, term := range e.title {
			if i := f.place(term); i >= 0 && f.entries[i].attr&inTitle != 0 && !slices.Contains(e.title[:k], term) {
				s.titles[i]++
			}
		}
	}
}

// ofSeries tells two stories of one publisher, days apart, of which one has not much text.
func ofSeries(a, b *slot) bool {
	if !ofOne(a, b) || hoursApart(a, b) < hoursOfSeries {
		return false
	}
	return a.shortText || b.shortText || !a.sketched || !b.sketched
}

// untieSeries has the older stories that the words of a series have tied look again for
// their ties, when a new one shows that they are that.
func (e *Engine) untieSeries() {
	parted := slices.Clone(e.series.parted)
	if len(parted) >= 2*fewestOfSeries {
		return // what is tied now is tied by more
	}
	for i, serial := range parted {
		others := slices.Concat(parted[:i], parted[i+1:])
		if slices.ContainsFunc(others, func(other uint32) bool { return e.groupAt(other) == e.groupAt(serial) }) {
			e.lookAgain(serial)
		}
	}
}
