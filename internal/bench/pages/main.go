// Command pages measures the newsroom's pages as its readers meet them: the real
// daemon with a database of a million stories in 300,000 groups, scanning a
// thousand sources every minute, and fifty requests a second for pages.
//
//		go run ./internal/bench/pages             print the table
//		go run ./internal/bench/pages --update    and put it into docs/performance.md
//		go run ./internal/bench/pages --stories 200000 --groups 60000
//
//	  - main.go    flags; fill, start, wait, load, report
//	  - fill.go    the database: sources, stories, groups, their ties
//	  - words.go   titles of invented words, as frequent as words are
//	  - daemon.go  the daemon's process
//	  - cpu.go     what one request costs
//	  - profile.go what that is spent on
//	  - load.go    requests at a fixed rate, and how long each took
//	  - report.go  percentiles, Markdown
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"alsoread/internal/bench/rig"
	"alsoread/internal/newsworld/bulk"
)

func main() { rig.Main(run) }

type options struct {
	stories, groups, sources int
	seconds, rate            int
	requests                 int // of each kind, one after another
	database, binary         string
	profile                  string
	update, costOnly         bool
}

func readFlags(args []string) (o options, err error) {
	flags := flag.NewFlagSet("pages", flag.ContinueOnError)
	flags.IntVar(&o.stories, "stories", 1_000_000, "stories of the database")
	flags.IntVar(&o.groups, "groups", 300_000, "groups that they are in")
	flags.IntVar(&o.sources, "sources", 1000, "sources, each scanned once a minute")
	flags.IntVar(&o.seconds, "seconds", 60, "length of the load")
	flags.IntVar(&o.rate, "rate", 50, "requests a second")
	flags.IntVar(&o.requests, "requests", 200, "requests of each kind by which their cost is measured")
	flags.StringVar(&o.profile, "profile", "", "a folder for profiles of the daemon's processor time, one of each kind of page and one of the load")
	flags.StringVar(&o.database, "database", "", "a database to fill, or to use again where it exists; empty: one that is removed at the end")
	flags.StringVar(&o.binary, "binary", "", "the alsoread to measure; built from ./cmd/alsoread when empty")
	flags.BoolVar(&o.update, "update", false, "write the table into docs/performance.md")
	flags.BoolVar(&o.costOnly, "cost-only", false, "measure the processor time of a request, and no waiting")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || min(o.stories, o.groups, o.sources, o.seconds, o.rate, o.requests) < 1 || o.groups > o.stories {
		return o, errors.New("every number must be at least 1, and there are no more groups than stories")
	}
	return o, nil
}

func run(ctx context.Context, args []string) error {
	o, err := readFlags(args)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "alsoread-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	o.database = cmp.Or(o.database, filepath.Join(folder, "news.db"))
	if o.binary == "" {
		if o.binary, err = rig.Build(ctx, folder); err != nil {
			return err
		}
	}
	world, err := bulk.Start(ctx, bulk.Options{Sources: o.sources})
	if err != nil {
		return err
	}
	defer world.Close()
	filled := time.Now()
	if err := fill(ctx, o, sourcesOf(world)); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%d stories in %d groups are there after %.0f s\n", o.stories, o.groups, time.Since(filled).Seconds())
	costs, err := measureCost(ctx, o, folder, world)
	if err != nil {
		return err
	}
	r := &result{kinds: kinds(o)}
	if !o.costOnly {
		if r, err = measureLoad(ctx, o, folder, world); err != nil {
			return err
		}
	}
	r.costs = costs
	text := r.report(o)
	fmt.Print(text)
	if o.update {
		return rig.UpdateDocument("bench of pages", text)
	}
	return nil
}

// measureCost asks a daemon that does not scan.
func measureCost(ctx context.Context, o options, folder string, w *bulk.World) (map[string]time.Duration, error) {
	d, err := startDaemon(ctx, o, folder, w, false)
	if err != nil {
		return nil, err
	}
	costs, err := cost(ctx, o, d)
	return costs, errors.Join(err, d.Stop())
}

// measureLoad asks one that does, once its first round is over.
func measureLoad(ctx context.Context, o options, folder string, w *bulk.World) (*result, error) {
	d, err := startDaemon(ctx, o, folder, w, true)
	if err != nil {
		return nil, err
	}
	if err := d.settle(ctx, o, w); err != nil {
		return nil, errors.Join(err, d.Stop())
	}
	var profile errgroup.Group
	if o.profile != "" {
		profile.Go(func() error { return d.keepProfile(ctx, o, "load", time.Duration(o.seconds)*time.Second) })
	}
	r, err := load(ctx, o, d.Address)
	return r, errors.Join(err, profile.Wait(), d.Stop())
}
