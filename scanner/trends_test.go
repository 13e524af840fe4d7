package scanner

import (
	"context"
	"iter"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// titles is a store of headlines, one a story, and of trends.
type titles struct {
	at    time.Time
	kept  int
	asked time.Duration
}

func (s *titles) Headlines(_ context.Context, since, until time.Time) iter.Seq2[news.Headline, error] {
	s.asked = until.Sub(since).Round(time.Second)
	return func(yield func(news.Headline, error) bool) {
		for range 10 {
			if !yield(news.Headline{}, nil) {
				return
			}
		}
	}
}

func (s *titles) KeepTrends(_ context.Context, at time.Time, trends []news.Trend) error {
	s.at = at
	s.kept += trends[0].Publishers
	return nil
}

func (s *titles) Trends(context.Context, int) ([]news.Trend, time.Time, error) { return nil, s.at, nil }

// three wants three headlines of a day.
type three struct {
	now time.Time
	n   int
}

func (f *three) Since() time.Time { return f.now.Add(-24 * time.Hour) }

func (f *three) Add(news.Headline) bool { f.n++; return f.n < 3 }

func (f *three) List() []news.Trend { return []news.Trend{{Publishers: f.n}} }

// Trends are looked for when stories were placed, and every ten minutes at most,
// whoever looked last.
func TestTrendsAreLookedForNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, headlines := &shelves{}, &titles{at: time.Now()}
		g := NewGrouping(s, s, &sorter{}, time.Hour, slog.New(slog.DiscardHandler))
		g.FollowTrends(headlines, func(now time.Time) TrendFinder { return &three{now: now} })
		look := func(want int) {
			t.Helper()
			if err := g.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := g.lookForTrends(t.Context()); err != nil || headlines.kept != want {
				t.Errorf("%d headlines, want %d, %v", headlines.kept, want, err)
			}
		}
		s.last = 5
		look(0) // another process has just looked
		time.Sleep(trendsEvery)
		look(3)
		time.Sleep(trendsEvery)
		look(3) // nothing was placed since
		s.last = 6
		look(6)
		s.last = 7
		look(6)
		if headlines.asked != 24*time.Hour {
			t.Errorf("asked for %v", headlines.asked)
		}
	})
}
