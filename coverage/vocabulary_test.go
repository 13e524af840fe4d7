package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

// Twelve headlines of one event; each aspect of it is told by two of them.
func eventOfTwelve(t *testing.T) (*Engine, int64) {
	t.Helper()
	return eventBy(t, func(i int) string { return fmt.Sprint(i) })
}

func eventBy(t *testing.T, publisher func(int) string) (*Engine, int64) {
	t.Helper()
	e := New(Options{})
	aspects := []string{"tugboats", "stranded", "lorries", "bananas", "minister", "overtime"}
	for i := range 12 {
		title := "Valmora dockers strike: " + aspects[i/2]
		if i%2 == 1 { // or it were a pattern
			title = aspects[i/2] + " in Valmora dockers strike"
		}
		e.Add(Story{ID: int64(i + 1), Publisher: publisher(i), Title: title})
	}
	group := e.GroupOf(1)
	if _, stories := e.Group(group); len(stories) != 12 {
		t.Fatalf("the event has %d stories, want 12", len(stories))
	}
	return e, group
}

// A headline that shares one word with each of a few others, but several with the
// event, is of it.
func TestHeadlineIsDrawnByTheWordsOfAGroup(t *testing.T) {
	tests := []struct {
		title  string
		joined bool
	}{
		{"Lorries and bananas still stranded", true},
		{"Tugboats idle as minister talks overtime", true},
		{"Bananas make breakfast healthier", false},
		{"Minister opens new concert hall in Ostrania", false},
		{"Ostrania votes for a younger parliament", false},
	}
	for _, tt := range tests {
		t.Run(tt.title, func(t *testing.T) {
			e, group := eventOfTwelve(t)
			if got := e.Add(Story{ID: 100, Publisher: "x", Title: tt.title}).Group == group; got != tt.joined {
				t.Errorf("joined %v, want %v", got, tt.joined)
			}
		})
	}
}

// A text of its own keeps no story away whose headline says what the event is.
func TestTextsAreDrawnByTheirHeadlines(t *testing.T) {
	for title, joined := range map[string]bool{
		"Why lorries and bananas are stranded":        true,
		"A short history of the tinned pear":          false,
		"Minister opens new concert hall in Ostrania": false,
	} {
		e, group := eventOfTwelve(t)
		got := e.Add(Story{ID: 100, Publisher: "x", Title: title, Text: strings.ReplaceAll(bank, "Tuesday", "Monday")})
		if (got.Group == group) != joined {
			t.Errorf("%q: joined %v, want %v", title, got.Group == group, joined)
		}
	}
}

// What one publisher says again and again is its habit: a series, a template.
func TestOwnWordsExplainNothing(t *testing.T) {
	for publisher, joined := range map[string]bool{"x": false, "y": true} {
		e, group := eventBy(t, func(int) string { return "x" })
		if got := e.Add(Story{ID: 100, Publisher: publisher, Title: "Lorries and bananas still stranded"}).Group == group; got != joined {
			t.Errorf("of publisher %s: joined %v, want %v", publisher, got, joined)
		}
	}
}

// The reason is the group's words then, not the little that is shared with one story.
func TestReasonOfWords(t *testing.T) {
	g := NewGrouper(Options{})
	var batch []news.Ungrouped
	for i := range 12 {
		batch = append(batch, news.Ungrouped{ID: int64(i + 1), Publisher: fmt.Sprint(i), Seen: start,
			Title: "Valmora dockers strike: " + []string{"tugboats", "stranded", "lorries", "bananas", "minister", "overtime"}[i/2]})
	}
	g.Group(batch)
	out := g.Group([]news.Ungrouped{{ID: 100, Publisher: "x", Seen: start, Title: "Lorries and bananas still stranded"}})
	reasons := out.Placements[0].Reasons
	if len(reasons) == 0 || reasons[0].Kind != news.ReasonWords || reasons[0].Story != 0 || reasons[0].Score <= 0.5 {
		t.Fatalf("reasons %+v, want the group's words first", reasons)
	}
	var words []string
	for _, term := range reasons[0].Terms {
		words = append(words, term.Text)
	}
	slices.Sort(words)
	if got, want := fmt.Sprint(words), "[Lorries bananas stranded]"; got != want {
		t.Errorf("words %s, want %s", got, want)
	}
	for _, p := range g.Group([]news.Ungrouped{{ID: 101, Publisher: "y", Seen: start, Title: "Valmora dockers strike: lorries"}}).Placements {
		for _, r := range p.Reasons {
			if r.Kind == news.ReasonWords {
				t.Error("a headline with strong ties is said to be tied by words alone")
			}
		}
	}
}

// What was drawn by words alone stays when its neighbours are looked at again.
func TestDrawnByWordsStays(t *testing.T) {
	e, group := eventOfTwelve(t)
	e.Add(Story{ID: 100, Publisher: "x", Title: "Lorries and bananas still stranded"})
	e.improve(e.find(100))
	if e.GroupOf(100) != group {
		t.Error("the headline left again")
	}
}

func TestWordsObeyCorrections(t *testing.T) {
	e, group := eventOfTwelve(t)
	e.rules = rulesOf([]news.Correction{{Kind: news.CorrectBar, Stories: []int64{100}, Group: group}})
	if e.Add(Story{ID: 100, Publisher: "x", Title: "Lorries and bananas still stranded"}).Group == group {
		t.Error("the headline joined a group that it is barred from")
	}
}
