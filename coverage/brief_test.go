package coverage

import (
	"fmt"
	"strings"
	"testing"
)

// What a publisher, or all papers of a house, write under each of their stories joins
// none of them.
func TestWhatStandsUnderEachStory(t *testing.T) {
	const stories = 60
	for _, summary := range []string{
		"Comments",
		"View the full photo gallery (%d)",
		"Continue reading on Valmora Gazette",
		"submitted by /u/ferryman%d to r/valmora [link] [comments]",
		"Subscribe to our newsletter for more breaking stories from Valmora Gazette every morning.",
	} {
		for _, publishers := range []int{1, 5, stories} {
			l, e := newTongue(), New(Options{})
			for id := range int64(1000) {
				e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
			}
			groups := map[int64]bool{}
			for i := range stories {
				text := strings.ReplaceAll(summary, "%d", fmt.Sprint(i))
				e.Add(Story{ID: int64(10_000 + i), Title: strings.TrimPrefix(madeUpHeadline(l.random), "Minister says "), Text: text, Publisher: fmt.Sprint("p", i%publishers), Language: "en"})
			}
			for i := range stories {
				groups[e.GroupOf(int64(10_000+i))] = true
			}
			if len(groups) < stories-4 {
				t.Errorf("%q under %d stories of %d publishers: %d groups", summary, stories, publishers, len(groups))
			}
		}
	}
}

// A summary still tells of the event: a headline and the summary of another, of one
// publisher and of two.
func TestSummariesTellOfTheEvent(t *testing.T) {
	ferry := Story{Title: "Ferry with 214 aboard runs aground off Gull Point", Text: "All passengers were taken off before dawn.", Publisher: "a", Language: "en"}
	for _, publisher := range []string{"a", "b"} {
		rescue := Story{Title: "Rescue in thick fog", Text: "The ferry lay aground off Gull Point until boats had taken the last passengers off.", Publisher: publisher, Language: "en"}
		if g := place(New(Options{}), ferry, rescue); g[0] != g[1] {
			t.Errorf("publishers a and %s: a headline and a summary of one event stay apart", publisher)
		}
	}
}

// What a publisher writes into each of its titles, before or behind what they say, joins
// none of them.
func TestSeriesInTitles(t *testing.T) {
	const stories = 60
	for _, format := range []string{"%s - Valmora Gazette", "%s | The Brannoc Valmora Gazette - Valmora and Kellvik Tidings", "Kellvik council minutes: %s",
		"Brannoc Evening Tidings Podcast: %s", "%s shares rise after quarterly earnings beat", "Man killed in car crash near %s"} {
		l, e := newTongue(), New(Options{})
		for id := range int64(1000) {
			e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
		}
		groups := map[int64]bool{}
		for i := range stories {
			title := fmt.Sprintf(format, strings.TrimPrefix(madeUpHeadline(l.random), "Minister says "))
			e.Add(Story{ID: int64(10_000 + i), Title: title, Publisher: "p", Language: "en"})
		}
		for i := range stories {
			groups[e.GroupOf(int64(10_000+i))] = true
		}
		if len(groups) < stories-4 {
			t.Errorf("%q of one publisher: %d groups of %d stories", format, len(groups), stories)
		}
	}
}
