package coverage

import (
	"maps"
	"testing"

	"alsoread/news"
)

// corrected is a grouper with the stories, told of a correction by somebody who
// moved stories to the groups given.
func corrected(t *testing.T, stories []news.Ungrouped, c news.Correction, groups map[int64]int64) *Grouper {
	t.Helper()
	g := NewGrouper(Options{})
	g.Group(stories)
	follow(t, g, []news.Correction{c}, groups)
	return g
}

func follow(t *testing.T, g *Grouper, all []news.Correction, groups map[int64]int64) {
	t.Helper()
	placing := func(asked []int64) (map[int64]int64, error) {
		out := map[int64]int64{}
		for _, id := range asked {
			out[id] = g.engine.GroupOf(id)
		}
		maps.Copy(out, groups)
		return out, nil
	}
	if err := g.Follow(all, placing, 100); err != nil {
		t.Fatal(err)
	}
}

func about(id int64, title, text string) news.Ungrouped {
	return news.Ungrouped{ID: id, Title: title, Text: text, Seen: start, Published: start, Publisher: string(rune('a' + id))}
}

var (
	quakes = []news.Ungrouped{about(1, "Strong earthquake strikes off Valmora", quake), about(2, "Valmora earthquake cracks harbour wall", quake)}
	banks  = []news.Ungrouped{about(3, "Ostrania central bank holds rate at 4.25 percent", bank), about(4, "Central bank of Ostrania holds its rate", bank)}
)

func TestCorrectionsAreObeyed(t *testing.T) {
	both := append(append([]news.Ungrouped{}, quakes...), banks...)
	later := about(5, "Earthquake off Valmora: harbour wall of Port Serrano cracked", quake)
	together := func(g *Grouper, a, b int64) bool { return g.engine.GroupOf(a) == g.engine.GroupOf(b) }
	t.Run("nothing said", func(t *testing.T) {
		g := NewGrouper(Options{})
		g.Group(append(both, later))
		if !together(g, 1, 2) || !together(g, 1, 5) || !together(g, 3, 4) || together(g, 1, 3) {
			t.Fatal("the stories do not group as the other tests suppose")
		}
	})
	t.Run("split", func(t *testing.T) {
		c := news.Correction{ID: 1, Kind: news.CorrectSplit, Group: 1, Other: 50, Stories: []int64{2}, Rest: []int64{1}}
		g := corrected(t, quakes, c, map[int64]int64{1: 1, 2: 50})
		g.Group([]news.Ungrouped{later, about(6, later.Title, quake), about(7, later.Title, quake)})
		if together(g, 1, 2) || g.engine.GroupOf(2) != 50 {
			t.Errorf("1 in %d, 2 in %d", g.engine.GroupOf(1), g.engine.GroupOf(2))
		}
		follow(t, g, nil, map[int64]int64{1: 1, 2: 1}) // undone
		if !together(g, 1, 2) {
			t.Error("still apart")
		}
	})
	t.Run("merge", func(t *testing.T) {
		c := news.Correction{ID: 1, Kind: news.CorrectMerge, Group: 1, Other: 3, Stories: []int64{3, 4}, Rest: []int64{1, 2}}
		g := corrected(t, both, c, map[int64]int64{1: 1, 2: 1, 3: 1, 4: 1})
		out := g.Group([]news.Ungrouped{later})
		if !together(g, 1, 3) || !together(g, 2, 4) || len(out.Moves) != 0 {
			t.Errorf("moves %+v", out.Moves)
		}
		if now, stories := g.engine.Group(3); now != 1 || len(stories) < 4 {
			t.Errorf("group 3 leads to %d with %v", now, stories)
		}
	})
	t.Run("pin", func(t *testing.T) {
		c := news.Correction{ID: 1, Kind: news.CorrectPin, Group: 3, Stories: []int64{2}}
		g := corrected(t, both, c, map[int64]int64{2: 3})
		g.Group([]news.Ungrouped{later})
		if !together(g, 2, 3) {
			t.Errorf("2 in %d", g.engine.GroupOf(2))
		}
	})
	t.Run("never", func(t *testing.T) {
		c := news.Correction{ID: 1, Kind: news.CorrectBar, Group: 1, Stories: []int64{2}, Rest: []int64{1}}
		g := corrected(t, quakes, c, map[int64]int64{1: 1, 2: 60})
		again := quakes[1]
		again.Again = true
		g.Group([]news.Ungrouped{again, later})
		if together(g, 1, 2) {
			t.Error("it joined")
		}
		follow(t, g, nil, map[int64]int64{1: g.engine.GroupOf(1), 2: g.engine.GroupOf(2)})
		g.Group([]news.Ungrouped{again})
		if !together(g, 1, 2) {
			t.Error("undone, it does not come back")
		}
	})
}
