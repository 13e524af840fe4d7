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
	takes time.Duration // a look
}

func (s *titles) Headlines(_ context.Context, since, until time.Time) iter.Seq2[news.Headline, error] {
	s.asked = until.Sub(since).Round(time.Second)
	time.Sleep(s.takes)
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

// Trends are looked for when stories were placed, and not sooner than what the last
// look took allows; after a look of somebody else in ten minutes.
func TestTrendsAreLookedForNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, headlines := &shelves{}, &titles{at: time.Now()}
		g := NewGrouping(s, s, &sorter{}, time.Hour, slog.New(slog.DiscardHandler))
		g.FollowTrends(headlines, func(now time.Time) TrendFinder { return &three{now: now} })
		look := func(want int, wait time.Duration) {
			t.Helper()
			if err := g.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got, err := g.lookForTrends(t.Context(), false); err != nil || headlines.kept != want || got != wait {
				t.Errorf("%d headlines, want %d; wait %v, want %v; %v", headlines.kept, want, got, wait, err)
			}
		}
		s.last = 5
		look(0, trendsLatest) // another process has just looked
		if _, err := g.lookForTrends(t.Context(), true); err != nil || headlines.kept != 0 {
			t.Errorf("the last look of a stage that had none: %d headlines, %v", headlines.kept, err)
		}
		time.Sleep(trendsLatest)
		look(3, 0)
		time.Sleep(trendsLatest)
		look(3, 0) // nothing was placed since
		s.last = 6
		headlines.takes = time.Second
		look(6, 0)
		s.last = 7
		look(6, trendsCost*time.Second-time.Second)
		time.Sleep(trendsCost*time.Second - time.Second)
		headlines.takes = time.Hour
		look(9, 0)
		s.last = 8
		time.Sleep(trendsLatest)
		headlines.takes = 0
		look(12, 0)
		s.last = 9
		look(12, trendsSoonest)
		if wait, err := g.lookForTrends(t.Context(), true); wait != 0 || err != nil || headlines.kept != 15 {
			t.Errorf("the last look: wait %v, %d headlines, %v", wait, headlines.kept, err)
		}
		if headlines.asked != 24*time.Hour {
			t.Errorf("asked for %v", headlines.asked)
		}
	})
}
