package coverage

import (
	"fmt"
	"strings"
	"testing"
)

// groupsOf are the groups of so many stories, whose numbers begin with first, and how many
// the largest holds of them.
func groupsOf(e *Engine, first, stories int64) (groups, largest int) {
	members := map[int64]int{}
	for i := range stories {
		g := e.GroupOf(first + i)
		members[g]++
		largest = max(largest, members[g])
	}
	return len(members), largest
}

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
			for i := range stories {
				text := strings.ReplaceAll(summary, "%d", fmt.Sprint(i))
				e.Add(Story{ID: int64(10_000 + i), Title: strings.TrimPrefix(madeUpHeadline(l.random), "Minister says "), Text: text, Publisher: fmt.Sprint("p", i%publishers), Language: "en"})
			}
			if groups, _ := groupsOf(e, 10_000, stories); groups < stories-4 {
				t.Errorf("%q under %d stories of %d publishers: %d groups", summary, stories, publishers, groups)
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
		for i := range stories {
			title := fmt.Sprintf(format, strings.TrimPrefix(madeUpHeadline(l.random), "Minister says "))
			e.Add(Story{ID: int64(10_000 + i), Title: title, Publisher: "p", Language: "en"})
		}
		if groups, _ := groupsOf(e, 10_000, stories); groups < stories-4 {
			t.Errorf("%q of one publisher: %d groups of %d stories", format, groups, stories)
		}
	}
}

// What a network has its podcasts say, longer than what they say themselves, makes no
// copies of them, whoever publishes them.
func TestTailOfANetwork(t *testing.T) {
	const tail = "This podcast is a production of the Brannoc Audio network. To learn more about listener data and our privacy practices visit the " +
		"Brannoc Audio policies. Learn more about your ad choices at the Brannoc Audio website and subscribe wherever you listen to podcasts."
	const stories = 60
	for _, words := range []int{15, 40} {
		for _, publishers := range []int{5, stories} {
			l, e := newTongue(), New(Options{})
			own := func() []string { return strings.Fields(madeUpHeadline(l.random))[2:] }
			for id := range int64(1000) {
				e.Add(Story{ID: id + 1, Title: madeUpHeadline(l.random), Language: "en"})
			}
			copies := 0
			for i := range stories {
				var text []string
				for len(text) < words {
					text = append(append(text, own()...), "and", "then", "the")
				}
				p := e.Add(Story{ID: int64(10_000 + i), Title: strings.Join(own(), " "), Text: strings.Join(text, " ") + ". " + tail, Publisher: fmt.Sprint("p", i%publishers), Language: "en"})
				if p.CopyOf != 0 {
					copies++
				}
			}
			_, largest := groupsOf(e, 10_000, stories)
			t.Logf("%d words of %d publishers: %d copies, %d in the largest group", words, publishers, copies, largest)
			if copies > stories/6 || largest > 5 {
				t.Errorf("%d words of %d publishers: %d copies, %d of %d stories in the largest group", words, publishers, copies, largest, stories)
			}
		}
	}
}

// A report that many publishers carry, each under a headline of its own, stays one text.
func TestOneTextUnderManyHeadlines(t *testing.T) {
	e := New(Options{})
	for i, title := range []string{
		"Strong earthquake strikes off Valmora", "Quake stops trains at Kellvik", "Walls crack in Saint Brannoc hospital", "Forty hurt as tremor shakes coast",
		"Engineers look at bridges after quake", "Port Serrano shaken", "Valmora: magnitude 6.8", "Geological survey counts aftershocks", "Trains stand still after tremor", "What the quake did to our coast",
	} {
		head := ""
		if i > 0 {
			head = fmt.Sprintf("By our reporter in town number %d, who was there when it happened. ", i)
		}
		if p := e.Add(Story{ID: int64(i + 1), Title: title, Text: head + quake, Publisher: fmt.Sprint("p", i), Language: "en"}); (p.CopyOf != 0) != (i > 0) {
			t.Errorf("%q is a copy of %d", title, p.CopyOf)
		}
	}
}
