package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"alsoread/coverage"
	"alsoread/news"
	"alsoread/scanner"
	"alsoread/store"
)

const (
	period = 6 * 24 * time.Hour // that the stories came in
	window = 7 * 24 * time.Hour
	round  = 1000 // stories of one round of scans
)

// fill makes the database, unless it is there: what scans would have kept, placed
// by the stage that places it.
func fill(ctx context.Context, o options) error {
	if _, err := os.Stat(o.database); err == nil {
		return nil
	}
	db, err := store.Open(ctx, o.database, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(rounds(ctx, o, db), db.Close())
}

func rounds(ctx context.Context, o options, db *store.Store) error {
	var all []news.Source
	for i := range sources {
		all = append(all, news.Source{Name: fmt.Sprintf("Source %d", i), URL: fmt.Sprintf("https://publisher%d.example/feed", i), Kind: news.KindAuto, Location: time.UTC})
	}
	if err := db.Sync(ctx, all); err != nil {
		return err
	}
	grouping := scanner.NewGrouping(db, db, coverage.NewGrouper(coverage.Options{Window: window}), window, slog.New(slog.DiscardHandler))
	w, begin := newWriter(), time.Now().Add(-period)
	for from := 0; from < o.stories; from += round {
		to := min(from+round, o.stories)
		at := begin.Add(time.Duration(float64(period) * float64(to) / float64(o.stories)))
		if _, err := db.Save(ctx, w.scans(all, from, to, at)); err != nil {
			return err
		}
		if err := grouping.CatchUp(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Fprintf(os.Stderr, "\r%d stories", to)
	}
	fmt.Fprintln(os.Stderr)
	return nil
}

// scans are those of one round.
func (w *writer) scans(all []news.Source, from, to int, at time.Time) []news.Scan {
	lists := make([]*news.Listing, len(all))
	for n := from; n < to; n++ {
		s := n % len(all)
		if lists[s] == nil {
			lists[s] = &news.Listing{Kind: news.KindFeed, Format: "rss 2.0", Title: all[s].Name}
		}
		it := w.item(n)
		it.Published = at
		lists[s].Items = append(lists[s].Items, it)
	}
	var scans []news.Scan
	for s, list := range lists {
		if list != nil {
			scans = append(scans, news.Scan{Source: all[s], At: at, Status: news.StatusOK, Listing: list, State: news.State{LastScan: at, LastSuccess: at}})
		}
	}
	return scans
}
