package scanner

import (
	"context"
	"fmt"
	"iter"
	"time"

	"alsoread/news"
)

// Headlines is the store as trends need it.
type Headlines interface {
	// Headlines streams those of a time, newest first.
	Headlines(ctx context.Context, since, until time.Time) iter.Seq2[news.Headline, error]
	// KeepTrends puts trends in the place of those before.
	KeepTrends(ctx context.Context, at time.Time, trends []news.Trend) error
	// Trends returns those kept last, and when that was.
	Trends(ctx context.Context, limit int) ([]news.Trend, time.Time, error)
}

// TrendFinder finds the trends of one moment in headlines, newest first.
type TrendFinder interface {
	Since() time.Time                // how far back headlines are wanted
	Add(headline news.Headline) bool // false: no more are
	List() []news.Trend
}

// How often trends are looked for. A hundred thousand headlines of a week take
// half a second, a few hundred a few milliseconds: looking takes no more than a
// fiftieth of the time, so that trends of a small newsroom are of this minute.
const (
	trendsSoonest = 5 * time.Second
	trendsLatest  = 10 * time.Minute // and after a look of another process, whose cost is not known
	trendsCost    = 50               // times what the last look took
)

// trending looks for trends now and then, after stories were grouped.
type trending struct {
	headlines Headlines
	find      func(now time.Time) TrendFinder
	looked    time.Time     // when they were last looked for, by anybody
	pause     time.Duration // from then on
	placed    int           // stories, at that time
}

// FollowTrends has the stage look for trends whenever stories were placed, as
// often as that is cheap and every ten minutes at least.
func (g *Grouping) FollowTrends(headlines Headlines, find func(now time.Time) TrendFinder) {
	g.trends = &trending{headlines: headlines, find: find, pause: trendsLatest}
}

// lookForTrends looks for them if that is due, or else tells how long it is not;
// 0: there is nothing to look for. The last look of a stage is due at any time,
// if it is not its first: what came after that would not be in it.
func (g *Grouping) lookForTrends(ctx context.Context, last bool) (wait time.Duration, err error) {
	t, placed := g.trends, g.Total().Stories
	if t == nil || placed == t.placed || ctx.Err() != nil {
		return 0, nil
	}
	now := time.Now()
	if t.looked.IsZero() {
		_, at, err := t.headlines.Trends(ctx, 1)
		if err != nil {
			return 0, ignoreEnd(ctx, err)
		}
		t.looked = at
	}
	due := t.looked.Add(t.pause)
	if again := t.placed > 0; due.After(now) && !now.Before(t.looked) && !(last && again) { // the clock may have been set back
		return due.Sub(now), nil
	}
	var waited time.Duration // is no cost
	giveWay := func(ctx context.Context) {
		begun := time.Now()
		g.giveWay(ctx)
		waited += time.Since(begun)
	}
	if err := t.look(ctx, now, giveWay); err != nil {
		return 0, ignoreEnd(ctx, fmt.Errorf("look for trends: %w", err))
	}
	t.looked, t.placed = now, placed
	t.pause = min(max((time.Since(now)-waited)*trendsCost, trendsSoonest), trendsLatest)
	return 0, nil
}

func (t *trending) look(ctx context.Context, now time.Time, giveWay func(context.Context)) error {
	finder, n := t.find(now), 0
	for h, err := range t.headlines.Headlines(ctx, finder.Since(), now.Add(time.Millisecond)) {
		if err != nil {
			return err
		}
		if !finder.Add(h) {
			break
		}
		if n++; n%stepLength == 0 {
			giveWay(ctx)
		}
	}
	return t.headlines.KeepTrends(ctx, now, finder.List())
}
