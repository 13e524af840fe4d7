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

// Headlines that newsrooms make by one pattern, of different people, places and versions,
// are not one event. Patterns of several publishers whose words come together are still
// joined: those are only told of, see docs/coverage.md.
func TestPatternsOfHeadlines(t *testing.T) {
	const stories = 60
	l := newTongue()
	w := func() string { return strings.Fields(madeUpHeadline(l.random))[2] }
	for _, p := range []struct {
		name    string
		pattern func(i int) string
		joined  bool // of several publishers
	}{
		{"obituary", func(i int) string { return fmt.Sprintf("%s %s, %s, dies at %d", w(), w(), w(), 60+i%30) }, false},
		{"crash", func(int) string { return fmt.Sprintf("Man killed in car crash on %s road near %s", w(), w()) }, false},
		{"release", func(i int) string { return fmt.Sprintf("%s %d.%d.%d released", w(), i%5, i%7, i) }, false},
		{"job", func(int) string { return fmt.Sprintf("Senior Software Engineer (m/f/d) at %s Inc in %s", w(), w()) }, false},
		{"shares", func(i int) string {
			return fmt.Sprintf("%s Inc shares rise %d%% after quarterly earnings beat", w(), i%9)
		}, true},
		{"match", func(int) string { return fmt.Sprintf("%s vs %s: TV channel, live stream, kick-off time", w(), w()) }, true},
		{"recipe", func(int) string { return fmt.Sprintf("Recipe: %s with %s and roasted %s", w(), w(), w()) }, true},
	} {
		for _, publishers := range []int{1, 5, stories} {
			e := New(Options{})
			for id := range int64(1000) {
				e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
			}
			members, largest := map[int64]int{}, 0
			for i := range int64(stories) {
				e.Add(Story{ID: 10_000 + i, Title: p.pattern(int(i)), Publisher: fmt.Sprint("p", int(i)%publishers), Language: "en"})
			}
			for i := range int64(stories) {
				g := e.GroupOf(10_000 + i)
				members[g]++
				largest = max(largest, members[g])
			}
			t.Logf("%s, %d publishers: %d groups of %d, %d in the largest", p.name, publishers, len(members), stories, largest)
			if !p.joined && largest > 4 {
				t.Errorf("%s, %d publishers: %d are in one group", p.name, publishers, largest)
			}
		}
	}
}
