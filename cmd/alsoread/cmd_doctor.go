package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/sources"
	"alsoread/store"
)

const doctorLong = `Look at sources.yaml, the database, its disk, who may enter, and whether somebody
scans, and say what is wrong and what to do about it. Nothing is changed. The exit code is 0 when all is well and 1 when
something needs a hand.`

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Say what is wrong and what to do about it", Long: doctorLong, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			troubles := a.examineSources() + a.examineKeys() + a.examineDatabase(cmd.Context())
			if troubles > 0 {
				return exitError{code: exitFailed}
			}
			fmt.Fprintln(a.stdout, "All is well.")
			return nil
		},
	}
}

// trouble prints one finding with its remedy.
func (a *app) trouble(what any, remedy string) int {
	fmt.Fprintf(a.stdout, "WRONG  %v\n       %s\n", what, remedy)
	return 1
}

func (a *app) fine(format string, args ...any) {
	fmt.Fprintf(a.stdout, "ok     "+format+"\n", args...)
}

func (a *app) examineSources() int {
	file, err := sources.Load(a.sourcesPath, os.LookupEnv)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return a.trouble(err, "Write one (docs/sources.md), or begin with: alsoread sources add URL")
	case errors.Is(err, sources.ErrNoSources):
		return a.trouble(err, "Add one: alsoread sources add URL")
	case err != nil:
		return a.trouble(err, "Mend the lines that are named; docs/sources.md tells every key.")
	}
	a.fine("%s: %s", a.sourcesPath, describe(file.Sources))
	return a.examineCertificate(file.Newsroom.TLS)
}

func (a *app) examineDatabase(ctx context.Context) int {
	if _, err := os.Stat(a.databasePath); errors.Is(err, os.ErrNotExist) {
		a.fine("%s is not there yet; the first scan makes it", a.databasePath)
		return 0
	}
	db, err := store.Open(ctx, a.databasePath, store.Options{ReadOnly: true, Logger: a.log})
	if err != nil {
		return a.trouble(err, "Restore a backup (alsoread restore FILE; alsoread backup makes them), or give another file with --database.")
	}
	defer db.Close()
	facts, err := db.Check(ctx)
	if err != nil {
		return a.trouble(err, "Stop the daemon and put a backup in its place: alsoread restore FILE. The damaged file is kept aside.")
	}
	for _, problem := range facts.Problems {
		a.trouble(fmt.Sprintf("%s: %s", a.databasePath, problem), "Stop the daemon and put a backup in its place: alsoread restore FILE.")
	}
	if len(facts.Problems) > 0 {
		return len(facts.Problems)
	}
	a.fine("%s: sound, %d stories, %d sightings, %.1f MB", a.databasePath, facts.Stories, facts.Sightings, float64(facts.Bytes)/1e6)
	list, err := db.Sources(ctx)
	if err != nil {
		return a.trouble(err, "Try again; if it stays, restore a backup: alsoread restore FILE.")
	}
	process, running := store.Holder(a.databasePath)
	a.examineBackups()
	return a.examineDisk(facts, running) + a.examineDaemon(list, process, running) + a.examineHealth(list)
}

// examineHealth names the sources that keep failing or were retired. One that
// has failed once or twice may be well again at its next scan.
func (a *app) examineHealth(list []news.SourceState) int {
	troubles, well, shaky := 0, 0, 0
	for _, s := range list {
		switch {
		case s.Gone:
		case !s.State.Retired.IsZero():
			troubles += a.trouble(fmt.Sprintf("source %q was retired by its publisher (410 Gone)", plain(s.Name)),
				"Find its new address, or remove it: alsoread sources remove NAME")
		case s.State.Failures >= 3:
			troubles += a.trouble(fmt.Sprintf("source %q fails since %s: %s", plain(s.Name), clock(s.State.FailingSince, a.zone()), plain(s.State.Error)),
				"Look at its address in a browser; it is tried again by itself, at least once a day.")
		case s.State.Failures > 0:
			shaky++
		default:
			well++
		}
	}
	if well > 0 {
		a.fine("%s in good health", count(well, "source", "sources"))
	}
	if shaky > 0 {
		a.fine("%s failed at the last scan; \"alsoread sources list\" says why", count(shaky, "source", "sources"))
	}
	return troubles
}
