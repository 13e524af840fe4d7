package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"alsoread/news"
)

// BenchmarkKeepGrouping keeps stories as grouping places them in a first scan: two in
// three begin a group, the others join one of the last thousand, and one in four moves
// an older one to where it is. What is told of each is of the size that it has with
// stories of 4 KB.
func BenchmarkKeepGrouping(b *testing.B) {
	const batch = 500
	s := openTest(b)
	w := newWords()
	for items := 0; items < b.N+batch; items += 30 {
		list := make([]news.Item, 30)
		for i := range list {
			list[i] = w.item(items/30, i)
			list[i].Content = ""
		}
		save(b, s, scanOf(testSource(fmt.Sprint("source-", items/30%1000)), noon, list...))
	}
	r := rand.New(rand.NewPCG(1, 2))
	b.ReportAllocs()
	b.ResetTimer()
	for placed := 0; placed < b.N; placed += batch {
		b.StopTimer()
		g := placedAtRandom(b, s, r, batch)
		b.StartTimer()
		if _, err := s.KeepGrouping(context.Background(), g); err != nil {
			b.Fatal(err)
		}
	}
}

// placedAtRandom places the next stories.
func placedAtRandom(b *testing.B, s *Store, r *rand.Rand, batch int) news.Grouping {
	stories, state, err := s.Ungrouped(context.Background(), batch)
	if err != nil {
		b.Fatal(err)
	}
	g := news.Grouping{Turn: state.Turn, Version: state.Version, Forget: noon}
	last := state.LastGroup
	near := func(id int64) int64 { return max(1, id-r.Int64N(1000)) }
	terms := []news.Term{{Text: "dréham", Weight: 9.02}, {Text: "da dréham", Weight: 13.52}, {Text: "meni", Weight: 3.8}, {Text: "cleawa", Weight: 3.8}, {Text: "Wais", Weight: 3.79}, {Text: "nai", Weight: 3}}
	for _, u := range stories {
		p := news.Placement{Story: u.ID, Profile: make([]byte, 1000)}
		if r.IntN(3) > 0 {
			last++
			p.Group = last
		} else {
			p.Group = near(max(last, 1))
			p.Reasons = []news.Reason{{Kind: news.ReasonTerms, Story: near(u.ID), Score: .768, Terms: terms}, {Kind: news.ReasonTerms, Story: near(u.ID), Score: .5, Terms: terms}}
		}
		for range 3 {
			p.Kin = append(p.Kin, news.Kinship{Story: 1 + r.Int64N(u.ID), Score: .3, Terms: terms})
		}
		if r.IntN(4) == 0 && u.ID > 2000 {
			g.Moves = append(g.Moves, news.Move{Story: u.ID - 250 - r.Int64N(1000), To: p.Group, Reasons: p.Reasons})
		}
		g.Placements = append(g.Placements, p)
	}
	return g
}
