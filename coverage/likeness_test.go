package coverage

import (
	"fmt"
	"math"
	"testing"
)

// Two stories are as like in a large window as in a small one: that nobody else uses
// their words says little more of a thousand stories than of a hundred.
func TestLikenessIsThatOfAnyWindow(t *testing.T) {
	const other = `A strong earthquake of magnitude 6.1 struck off the coast on Tuesday, the geological survey said. Ottilie Brandt of Upper Quillon
said that schools and bridges were closed for the day while engineers looked at them, and people were treated in hospital. Rescue teams and trains
from Varnholt, Seddlecombe, Orrin, Lisk and Marrowdale were on their way, with tarpaulins, ladders and soup.`
	odds := func(window int) float64 {
		e := New(Options{})
		for i := range int64(window) {
			e.Add(Story{ID: 100 + i, Title: fmt.Sprintf("lone%d word%d none%d", i, i, i)})
		}
		e.Add(Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake, Publisher: "a"})
		p := e.Add(Story{ID: 2, Title: "Earthquake shuts schools in Quillon", Text: other, Publisher: "b"})
		for _, r := range append(p.Reasons, p.Kin...) {
			if r.Story == 1 {
				return r.Odds
			}
		}
		t.Fatalf("the two are not alike at all among %d stories", window)
		return 0
	}
	small, large := odds(100), odds(12_000)
	if math.Abs(small-large) > 0.05 {
		t.Errorf("odds of one event %.3f among 100 stories, %.3f among 12,000", small, large)
	}
}
