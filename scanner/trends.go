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

// trendsEvery is how often trends are looked for at most: a hundred thousand
// headlines of a week take half a second.
const trendsEvery = 10 * time.Minute

// trending looks for trends now and then, after stories were grouped.
type trending struct {
	headlines Headlines
	find      func(now time.Time) TrendFinder
	looked    time.Time // when they were last looked for, by anybody
	placed    int       // stories, at that time
}

// FollowTrends has the stage look for trends whenever stories were placed, every
// ten minutes at most.
func (g *Grouping) FollowTrends(headlines Headlines, find func(now time.Time) TrendFinder) {
	g.trends = &trending{headlines: headlines, find: find}
}

// lookForTrends looks for them if that is due.
func (g *Grouping) lookForTrends(ctx context.Context) error {
	t, placed := g.trends, g.Total().Stories
	if t == nil || placed == t.placed || ctx.Err() != nil {
		return nil
	}
	now := time.Now()
	if t.looked.IsZero() {
		_, at, err := t.headlines.Trends(ctx, 1)
		if err != nil {
			return ignoreEnd(ctx, err)
		}
		t.looked = at
	}
	if now.Sub(t.looked) < trendsEvery && !now.Before(t.looked) { // the clock may have been set back
		return nil
	}
	if err := t.look(ctx, now, g.giveWay); err != nil {
		return ignoreEnd(ctx, fmt.Errorf("look for trends: %w", err))
	}
	t.looked, t.placed = now, placed
	return nil
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
