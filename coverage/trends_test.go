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
	for _, noise := range []string{"Council", "Tarnholm", "rain", "Weather", "Gnome", "the", "Gull", "Point", "ferry"} {
		if slices.Contains(terms(got), noise) {
			t.Errorf("%q is a trend: %v", noise, terms(got))
		}
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

// A trend is called what most titles call it: with the words that nearly all of them
// have around it, in scripts without spaces too, and not over a comma.
func TestTrendPhrases(t *testing.T) {
	for _, tt := range []struct {
		want   string
		titles [5]string
	}{
		{"Neil deGrasse Tyson", [5]string{"Neil deGrasse Tyson returns", "New show for Neil deGrasse Tyson", "Stargazers cheer Neil deGrasse Tyson", "Neil deGrasse Tyson: why I said yes", "Tyson in orbit"}},
		{"Gull Point", [5]string{"Ferry aground off Gull Point, captain held", "At Gull Point, captain blamed", "Gull Point: captain silent", "Fog at Gull Point", "GULL POINT captain"}},
		{"Mt. Gox", [5]string{"Mt. Gox fails", "Creditors of Mt. Gox wait", "Who robbed Mt. Gox?", "Mt. Gox: the end", "Lawyers circle Mt. Gox"}},
		{"青山首相", [5]string{"青山首相が辞意", "辞任へ、青山首相", "与党内で青山首相に批判", "株価下落、青山首相の責任は", "青山首相きょう会見"}},
		{"แม่สอด", [5]string{"น้ำท่วมแม่สอด", "แม่สอดจมน้ำ", "ปิดด่านแม่สอด", "ทหารช่วยแม่สอด", "ฝนถล่มแม่สอด"}},
		{"Вальморе", [5]string{"Пожар в Вальморе потушен", "Режим ЧС в Вальморе", "Школы закрыты в Вальморе", "Жители Вальморы вернулись", "В Вальморе запах гари"}},
	} {
		t.Run(tt.want, func(t *testing.T) {
			today := map[string][]string{}
			for i, title := range tt.titles {
				today[fmt.Sprint("p", i)] = []string{"event|" + title}
			}
			if got := terms(trendsOf(start, everyDay(today))); !slices.Contains(got, tt.want) {
				t.Errorf("%q", got)
			}
		})
	}
}

// What a few more use than did is chance, of so many words: a trend is more.
func TestTrendsAreNoChance(t *testing.T) {
	days := everyDay(nil)
	for day := range TrendHistory + 1 {
		for p := range []int{3, 1, 0, 2, 0, 1, 2, 0}[day] {
			name := fmt.Sprint("p", p)
			days[day][name] = append(days[day][name], fmt.Sprintf("quarry%d|Quarry fined on day %d", day, day))
		}
	}
	if got := trendsOf(start, days); slices.Contains(terms(got), "Quarry") || slices.Contains(terms(got), "Quarry fined") {
		t.Errorf("%v", terms(got))
	}
}

// Two words that are seldom said together are no term, nor is one that is said beside
// a better one of the same.
func TestTrendsOfOneThing(t *testing.T) {
	today := map[string][]string{}
	for p := range 8 {
		today[fmt.Sprint("p", p)] = []string{"ferry|Ferry aground at Gull Point, part " + fmt.Sprint(p)}
	}
	for p := range 3 {
		today[fmt.Sprint("p", p)] = append(today[fmt.Sprint("p", p)], "ferry|Ferry like Titanic")
	}
	if got := terms(trendsOf(start, everyDay(today))); len(got) != 1 {
		t.Errorf("%q", got)
	}
	days := everyDay(nil)
	for day := range TrendHistory + 1 {
		for p := range 8 {
			name, title := fmt.Sprint("p", p), "food|Gull attacks picnic while soup kitchens open"
			if day == 0 && p < 3 {
				title = "food|" + []string{"Gull soup divides town", "Would you eat gull soup?", "Cook regrets gull soup"}[p]
			}
			days[day][name] = append(days[day][name], title)
		}
	}
	if got := terms(trendsOf(start, days)); slices.Contains(got, "gull soup") {
		t.Errorf("%q: few of those who write of gulls, and of soup", got)
	}
}

// Three publishers must use a term where another does too: two and a stranger are none.
func TestTrendsOfThree(t *testing.T) {
	for _, third := range []string{"ferry", "else"} {
		today := map[string][]string{"p0": {"ferry|Ferry aground"}, "p1": {"ferry|Stuck: ferry"}, "p2": {third + "|Old ferry sold"}}
		if got := terms(trendsOf(start, everyDay(today))); slices.Contains(got, "ferry") != (third == "ferry") {
			t.Errorf("third about %s: %q", third, got)
		}
	}
}

func TestTrendsWithoutSpaces(t *testing.T) {
	today := map[string][]string{}
	for p := range 4 {
		today[fmt.Sprint("p", p)] = []string{[]string{"f|濃霧でフェリー座礁", "f|フェリー座礁、乗客救助", "f|座礁したフェリー", "f|フェリーが座礁"}[p]}
	}
	got := trendsOf(start, everyDay(today))
	if len(got) == 0 || !slices.Contains(terms(got), "フェリー") && !slices.Contains(terms(got), "座礁") {
		t.Errorf("%v", terms(got))
	}
}
