package scanner

import (
	"context"
	"iter"
	"log/slog"
	"testing"
	"time"

	"alsoread/news"
)

// manyTitles is a store of a thousand headlines.
type manyTitles struct{ titles }

func (s *manyTitles) Headlines(context.Context, time.Time, time.Time) iter.Seq2[news.Headline, error] {
	return func(yield func(news.Headline, error) bool) {
		for range 1000 {
			if !yield(news.Headline{}, nil) {
				return
			}
		}
	}
}

// all wants every headline.
type all struct{ three }

func (f *all) Add(news.Headline) bool { return true }

// Grouping asks before each batch, and now and then while it reads what is long.
func TestGroupingGivesWay(t *testing.T) {
	asked := 0
	s := &shelves{last: 3 * groupAtOnce}
	for range 1000 {
		s.placed = append(s.placed, news.Placed{Story: 1})
	}
	g := NewGrouping(s, s, &sorter{}, time.Hour, slog.New(slog.DiscardHandler))
	New(nil, nil, Options{Grouping: g, GiveWay: func(context.Context) { asked++ }})
	if err := g.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := 4 + 1000/stepLength; asked != want { // the fourth batch is empty
		t.Errorf("grouping of three batches asked %d times, want %d", asked, want)
	}
	asked = 0
	g.FollowTrends(&manyTitles{}, func(now time.Time) TrendFinder { return &all{three{now: now}} })
	if _, err := g.lookForTrends(t.Context(), false); err != nil || asked != 1000/stepLength {
		t.Errorf("trends of 1000 headlines: asked %d times, %v", asked, err)
	}
}

func TestScansGiveWay(t *testing.T) {
	asked := 0
	s := New(nil, nil, Options{GiveWay: func(context.Context) { asked++ }})
	_, done, err := s.reading(t.Context(), news.Source{Timeout: time.Second})
	if err != nil || asked != 1 {
		t.Fatalf("the reading of a document asked %d times, %v", asked, err)
	}
	done()
	arrivals := make(chan arrival, 1)
	arrivals <- arrival{}
	close(arrivals)
	if err := s.lane(t.Context(), nil, arrivals, func() {}, func(Result) {}); err != nil || asked != 2 {
		t.Errorf("the keeping of a batch asked %d times, %v", asked-1, err)
	}
}
