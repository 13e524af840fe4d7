package coverage

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"alsoread/news"
)

// days of headlines: each publisher says each of the titles on that day. Groups
// are told by title.
func trendsOf(now time.Time, days map[int]map[string][]string) []news.Trend {
	t := NewTrends(now)
	groups := map[string]int64{}
	for day := range TrendHistory + 1 {
		publishers := days[day]
		for _, p := range slices.Sorted(keysOfTitles(publishers)) {
			for _, title := range publishers[p] {
				text, event := title, title
				if i := slices.Index([]byte(title), '|'); i >= 0 {
					event, text = title[:i], title[i+1:]
				}
				if groups[event] == 0 {
					groups[event] = int64(len(groups) + 1)
				}
				t.Add(news.Headline{Title: text, Publisher: p, Language: "en", Group: groups[event], At: now.Add(-time.Duration(day)*24*time.Hour - time.Hour)})
			}
		}
	}
	return t.List()
}

func keysOfTitles(m map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// everyDay is eight publishers with the talk of every day, and more titles today.
func everyDay(today map[string][]string) map[int]map[string][]string {
	days := map[int]map[string][]string{}
	for day := range TrendHistory + 1 {
		days[day] = map[string][]string{}
		for p := range 8 {
			name := fmt.Sprint("p", p)
			days[day][name] = []string{
				fmt.Sprintf("%d-%d|Council of Tarnholm meets on roads, item %d", day, p, p),
				fmt.Sprintf("%d-%d-w|Weather: rain in the north on day %d", day, p, day),
			}
			if day == 0 {
				days[day][name] = append(days[day][name], today[name]...)
			}
		}
	}
	return days
}

func terms(trends []news.Trend) (out []string) {
	for _, t := range trends {
		out = append(out, t.Term)
	}
	return out
}

func TestTrends(t *testing.T) {
	got := trendsOf(start, everyDay(map[string][]string{
		"p0": {"ferry|Ferry runs aground off Gull Point"}, "p1": {"ferry|Gull Point: ferry aground in fog"},
		"p2": {"ferry|Hundreds aboard as ferry is stuck at Gull Point"}, "p3": {"ferry|GULL POINT ferry towed free"},
		"p4": {"one|Gnome stolen from garden"}, // nobody else says so
	}))
	if len(got) == 0 || got[0].Term != "Gull Point" || got[0].Publishers != 4 || got[0].Before != 0 || len(got[0].Groups) != 1 {
		t.Fatalf("%+v", got)
	}
	for _, noise := range []string{"Council", "Tarnholm", "rain", "Weather", "Gnome", "the", "Gull", "Point"} {
		if slices.Contains(terms(got), noise) {
			t.Errorf("%q is a trend: %v", noise, terms(got))
		}
	}
	if !slices.Contains(terms(got), "ferry") {
		t.Errorf("%v lacks the ferry", terms(got))
	}
}

// A word that many use, each about something else, is no trend; nor is one whose
// stories are all reprints.
func TestNoTrends(t *testing.T) {
	today := map[string][]string{}
	for p := range 8 {
		today[fmt.Sprint("p", p)] = []string{fmt.Sprintf("x%d|Turnaround for company number %d", p, p)}
	}
	if got := trendsOf(start, everyDay(today)); slices.Contains(terms(got), "Turnaround") {
		t.Errorf("%v", terms(got))
	}
	n := NewTrends(start)
	for p := range 8 {
		n.Add(news.Headline{Title: "Ferry aground off Gull Point", Publisher: fmt.Sprint(p), Group: 1, Copy: true, At: start.Add(-time.Hour)})
	}
	if got := n.List(); len(got) != 0 {
		t.Errorf("reprints make %v", terms(got))
	}
}

// What rose yesterday and is as much told today rises no more when it is told
// for a week.
func TestTrendsEnd(t *testing.T) {
	days := everyDay(nil)
	for day := range TrendHistory + 1 {
		for p := range 5 {
			name := fmt.Sprint("p", p)
			days[day][name] = append(days[day][name], "trial|Fonteyn trial goes on")
		}
	}
	if got := trendsOf(start, days); slices.Contains(terms(got), "Fonteyn") || slices.Contains(terms(got), "Fonteyn trial") {
		t.Errorf("%v", terms(got))
	}
}

func TestTrendsWithoutSpaces(t *testing.T) {
	today := map[string][]string{}
	for p := range 4 {
		today[fmt.Sprint("p", p)] = []string{[]string{"f|濃霧でフェリー座礁", "f|フェリー座礁、乗客救助", "f|座礁したフェリー", "f|フェリーが座礁"}[p]}
	}
	got := trendsOf(start, everyDay(today))
	if len(got) == 0 || !slices.ContainsFunc(terms(got), func(s string) bool {
		return s == "座礁" || s == "フェリ" || s == "フェリー" || s == "ェリー"
	}) {
		t.Errorf("%v", terms(got))
	}
}
