package main

import (
	"fmt"
	"time"

	"alsoread/coverage"
	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

const defaultWindow = "7d"

const windowUsage = "how long a story may be joined by others about the same event"

// newGrouping ties the engine that groups stories to the store that keeps the
// groups.
func (a *app) newGrouping(db *store.Store, window time.Duration) *scanner.Grouping {
	grouper := coverage.NewGrouper(coverage.Options{Window: window})
	grouping := scanner.NewGrouping(db, db, grouper, window, a.log)
	grouping.FollowTrends(db, func(now time.Time) scanner.TrendFinder { return coverage.NewTrends(now) })
	return grouping
}

// parseWindow reads --window.
func parseWindow(text string) (time.Duration, error) {
	window, err := sources.ParseDuration(text)
	if err != nil {
		return 0, usage(fmt.Errorf("--window: %w", err))
	}
	if window < time.Hour || window > 90*24*time.Hour {
		return 0, usage(fmt.Errorf("--window %s: 1h to 90d", text))
	}
	return window, nil
}

// scanGrouping is the grouping stage of a one-shot scan; nil where there is none:
// in a dry run, when it is not wanted, and while a daemon holds the database, for
// then the daemon groups what the scan brings.
func (a *app) scanGrouping(keeper scanner.Keeper, o scanOptions) (*scanner.Grouping, error) {
	window, err := parseWindow(o.window)
	if err != nil {
		return nil, err
	}
	db, ok := keeper.(*store.Store)
	if !ok || o.noGroups || store.DaemonAlive(a.databasePath) {
		return nil, nil
	}
	return a.newGrouping(db, window), nil
}
