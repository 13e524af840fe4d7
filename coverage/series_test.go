package coverage

import (
	"fmt"
	"strings"
	"testing"
)

// Two rare words that a publisher writes into title after title, and what else it often
// speaks of, are no event when weeks are between them; within a day they may be.
func TestSeriesOfTwoWords(t *testing.T) {
	const stories = 60
	subjects := strings.Fields("ale brewery tankards hops barrel tavern landlord malt yeast cellar keg pint froth bitter stout porter lager cask innkeeper drayman cooper maltster taproom beermat")
	const words = 8
	for _, tt := range []struct {
		title  string
		days   int // between two
		joined bool
	}{
		{"Taverncast: On Tap %d - %s", 7, false},
		{"%[2]s (Taverncast On Tap)", 7, false},
		{"%[2]s (Taverncast On Tap)", 0, true},
	} {
		l, e := newTongue(), New(Options{})
		for id := range int64(1000) {
			e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
		}
		for i := range stories {
			var text []string
			for len(text) < words {
				text = append(text, strings.Fields(madeUpHeadline(l.random))[2:]...)
			}
			for range 3 {
				text = append(text, subjects[l.random.IntN(len(subjects))])
			}
			title := fmt.Sprintf(tt.title, i, text[0]+" "+text[len(text)-1])
			e.Add(Story{ID: int64(10_000 + i), Title: title, Text: strings.Join(text, " "), Publisher: "p", Language: "en",
				Published: start.AddDate(0, 0, tt.days*(i-stories))})
		}
		groups, largest := groupsOf(e, 10_000, stories)
		t.Logf("%q every %d days: %d groups, %d in the largest", tt.title, tt.days, groups, largest)
		if (largest > stories/2) != tt.joined {
			t.Errorf("%q every %d days: %d groups, %d of %d stories in the largest", tt.title, tt.days, groups, largest, stories)
		}
	}
}
