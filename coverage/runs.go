package coverage

// run is neighbours in one title that are neighbours in another too. The words of a
// name come together, and the pairs of characters of one overlap: what is surprising
// is the name, not each of its parts. So the first of a run counts, the second by
// secondOfName, and the others of a name not at all. A run that is longer than names
// are, or most of the shorter title, is a phrase that somebody chose: it counts.
type run struct {
	pairs   int     // of neighbours, so far
	certain float64 // what is no surprise in them, were they a name
}

const (
	secondOfName = 0.8
	// How many terms a name has at most: words, or overlapping pairs of characters.
	nameWords = 3
	namePairs = 7
)

// nameTerms is how many terms a name of a language has at most.
func nameTerms(l language) int {
	switch l {
	case "zh", "ja", "th", "lo", "km", "my":
		return namePairs
	}
	return nameWords
}

// add takes two neighbours in, by what the less surprising of them adds to what is
// shared.
func (r *run) add(lesser float64, longest int) {
	r.pairs++
	switch {
	case r.pairs == 1:
		r.certain = (1 - secondOfName) * lesser
	case r.pairs < longest:
		r.certain += lesser
	}
}

// end returns what was no surprise in the run, of titles whose shorter one has so
// many terms, and begins a new one.
func (r *run) end(shorter int) (certain float64) {
	if 3*(r.pairs+1) <= 2*shorter {
		certain = r.certain
	}
	*r = run{}
	return certain
}
