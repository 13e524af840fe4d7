package news

import (
	"strings"
	"testing"
	"time"
)

var front = Shape{Items: 20, Titled: 1, Dated: 1, Pictured: 0.9, Summarised: 0.6, Authored: 0.2, Card: "article.card.teaser in div.list in main"}

func TestChangesOfAPage(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Shape)
		says   []string
	}{
		"as it was":              {func(*Shape) {}, nil},
		"a slow day":             {func(s *Shape) { s.Items = 11 }, nil},
		"more items":             {func(s *Shape) { s.Items = 80 }, nil},
		"fewer items":            {func(s *Shape) { s.Items = 4 }, []string{"4 items, used to be 20"}},
		"one item":               {func(s *Shape) { s.Items = 1 }, []string{"1 item, used to be 20"}},
		"no dates":               {func(s *Shape) { s.Dated = 0 }, []string{"no dates any more, used to be on 100 % of the items"}},
		"hardly any picture":     {func(s *Shape) { s.Pictured = 0.05 }, []string{"pictures on 5 % of the items, used to be on 90 %"}},
		"fewer pictures":         {func(s *Shape) { s.Pictured = 0.4 }, nil},
		"authors, rare as ever":  {func(s *Shape) { s.Authored = 0 }, nil},
		"another card":           {func(s *Shape) { s.Card = "div.tile in section.grid in div" }, []string{"the cards are div.tile in section.grid in div, used to be article.card.teaser in div.list in main"}},
		"a class more":           {func(s *Shape) { s.Card = "article.card.teaser.dark in div.list in main" }, nil},
		"no cards":               {func(s *Shape) { s.Card = "" }, []string{"the cards are none, used to be article.card.teaser in div.list in main"}},
		"everything at once":     {func(s *Shape) { *s = Shape{Items: 2, Titled: 1, Card: "li"} }, []string{"2 items", "no dates", "no pictures", "no summaries", "the cards are li"}},
		"classes in another row": {func(s *Shape) { s.Card = "article.teaser.card in div.list in main" }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			now := front
			test.change(&now)
			got := front.Changes(now)
			if len(got) != len(test.says) {
				t.Fatalf("says %q", got)
			}
			for i, want := range test.says {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("says %q, want %q", got[i], want)
				}
			}
		})
	}
	if few := (Shape{Items: 3}).Changes(Shape{Items: 1}); few != nil {
		t.Errorf("of three items: %q", few)
	}
}

func TestProfileLearns(t *testing.T) {
	day := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	var p Profile
	learn := func(days float64, items int) {
		now := front
		now.Items = items
		p.Learn(day.Add(time.Duration(days*24)*time.Hour), now)
	}
	learn(0, 20)
	if p.Readings != 1 || p.Usual != front || p.Drift != "" {
		t.Fatalf("after the first reading %+v", p)
	}
	learn(1, 30)
	if p.Usual.Items != 22 || p.Readings != 2 {
		t.Errorf("after a second %+v", p)
	}
	learn(2, 3)
	learn(3, 4)
	if p.Drift != "4 items, used to be 22" || !p.Since.Equal(day.AddDate(0, 0, 2)) || p.Usual.Items != 22 {
		t.Errorf("after it changed %+v", p)
	}
	learn(4, 20)
	if p.Drift != "" || !p.Since.IsZero() {
		t.Errorf("once it is as it was %+v", p)
	}
	learn(5, 3)
	learn(11.9, 3)
	if p.Drift == "" {
		t.Errorf("after less than a week %+v", p)
	}
	learn(12, 3)
	if p.Drift != "" || p.Usual.Items != 3 || p.Readings != 1 {
		t.Errorf("after a week %+v", p)
	}
}
