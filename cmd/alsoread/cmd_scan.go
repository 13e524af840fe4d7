package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/scanner"
	"alsoread/store"
)

const scanLong = `Scan sources once and keep what is new.

Without arguments every source of sources.yaml is scanned; otherwise those that
are named. A source that asked to be left alone until a later time (Retry-After,
Cache-Control, ttl, skipHours) is skipped, and so is a retired one unless it is
named. With --due only sources whose schedule says so are scanned, which suits
a cron job of the system's own.

New stories are put into groups, one an event: see "alsoread groups". That a
daemon does which holds the database, if there is one.

Progress goes to standard error when that is a terminal. Standard output gets a
summary: what was found, which sources failed, and why.`

func (a *app) scanCommand() *cobra.Command {
	var o scanOptions
	cmd := &cobra.Command{
		Use: "scan [SOURCE...]", Short: "Scan sources once", Long: scanLong,
		Example:           "  alsoread scan\n  alsoread scan \"BBC World\" --json\n  alsoread scan --due --database news.db",
		ValidArgsFunction: a.completeSources,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.scan(cmd.Context(), args, o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.json, "json", false, "print one JSON object instead of tables")
	flags.BoolVar(&o.dryRun, "dry-run", false, "fetch and read, but keep nothing")
	flags.BoolVar(&o.due, "due", false, "only sources that are due by their schedule")
	flags.BoolVar(&o.create, "init", false, "make a new database even where an empty file stands")
	flags.IntVar(&o.workers, "workers", scanner.DefaultWorkers, "scans at once")
	flags.StringVar(&o.window, "window", defaultWindow, windowUsage)
	flags.BoolVar(&o.noGroups, "no-groups", false, "leave the grouping of new stories to the next scan, or to the daemon")
	return cmd
}

type scanOptions struct {
	json, dryRun, due, create bool
	noGroups                  bool
	window                    string
	workers                   int
}

// scan is the verb: read the configuration, scan, keep, say what came of it.
func (a *app) scan(ctx context.Context, names []string, o scanOptions) error {
	file, err := a.loadSources()
	if err != nil {
		return err
	}
	chosen, err := choose(file.Sources, names)
	if err != nil {
		return usage(err)
	}
	states, keeper, closeStore, err := a.scanStore(ctx, file.Sources, o)
	if err != nil {
		return err
	}
	defer closeStore()

	zone := file.Defaults.Location // the file itself is not needed while sources are scanned
	grouping, err := a.scanGrouping(keeper, o)
	if err != nil {
		return err
	}
	report := newScanReport(time.Now())
	asked := report.skip(chosen, states, len(names) > 0, o.due)
	fetcher := a.newFetcher()
	defer fetcher.Close()
	library, _ := keeper.(scanner.Library) // none in a dry run: what is not kept has no pages to read
	scan := scanner.New(fetcher, keeper, scanner.Options{Workers: o.workers, Parsing: runtime.GOMAXPROCS(0), Log: a.log, Library: library, Grouping: grouping})
	progress := a.newProgress(len(asked), o.json)
	err = scan.Pass(ctx, asked, states, func(r scanner.Result) {
		report.add(r)
		progress.add(r)
	})
	progress.end()
	report.grouped(grouping)
	if printErr := a.printScan(report, zone, o); err == nil {
		err = printErr
	}
	return scanExit(ctx, err, report)
}

// scanStore opens what a scan needs of the store. A dry run reads the states
// of a database that is there and keeps nothing.
func (a *app) scanStore(ctx context.Context, all []news.Source, o scanOptions) (map[string]news.State, scanner.Keeper, func() error, error) {
	if o.dryRun {
		states, err := a.statesIfAny(ctx)
		return states, nil, func() error { return nil }, err
	}
	db, err := a.openStore(ctx, store.Options{Create: o.create})
	if err != nil {
		return nil, nil, nil, err
	}
	if err := db.Sync(ctx, all); err != nil {
		return nil, nil, nil, failed(errors.Join(err, db.Close()))
	}
	states, err := db.States(ctx)
	if err != nil {
		return nil, nil, nil, failed(errors.Join(err, db.Close()))
	}
	return states, db, db.Close, nil
}

// scanExit is the exit code of a scan: 3 when some sources failed and the
// others were kept, 1 when all of them did or the store did.
func scanExit(ctx context.Context, err error, r *scanReport) error {
	switch {
	case err != nil:
		return failed(err)
	case ctx.Err() != nil:
		return failed(errors.New("stopped before every source was scanned; what was read is kept"))
	case r.Failed == 0:
		return nil
	case r.Failed == len(r.Sources):
		return exitError{code: exitFailed}
	}
	return exitError{code: exitPartial}
}

// choose picks sources by name, in the order of the file.
func choose(all []news.Source, names []string) ([]news.Source, error) {
	if len(names) == 0 {
		return slices.DeleteFunc(slices.Clone(all), func(s news.Source) bool { return s.Disabled }), nil
	}
	var chosen []news.Source
	for _, s := range all {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, s.Name) }) {
			chosen = append(chosen, s)
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(chosen, func(s news.Source) bool { return strings.EqualFold(n, s.Name) }) {
			return nil, fmt.Errorf("no source is named %q; \"alsoread sources list\" lists them", n)
		}
	}
	return chosen, nil
}

func (a *app) completeSources(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	file, err := a.loadSources()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, s := range file.Sources {
		names = append(names, s.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
