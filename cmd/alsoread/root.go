package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

// app is one run of the program: its streams, its global flags and what hangs
// on them.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	sourcesPath  string
	databasePath string
	logFormat    string
	logLevel     string
	noColor      bool

	log *slog.Logger
}

const about = `alsoread watches news feeds and pages that have no feed, keeps every story
once, and hands it all on as merged RSS, Atom, JSON Feed and OPML.

Try it without any network or setting:   alsoread demo
Then, with the sources of sources.yaml:   alsoread scan
                                          alsoread stories
                                          alsoread export rss --output news.xml
Keep it running:                          alsoread daemon

Data goes to standard output, everything else to standard error. Every flag can
be set in the environment: --log-level as ALSOREAD_LOG_LEVEL.

Exit codes: 0 all well; 1 failed; 2 usage or configuration; 3 some sources
failed and the others were stored.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "alsoread", Short: "Watch news sources, keep every story once, hand it on", Long: about,
		SilenceUsage: true, SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	flags := root.PersistentFlags()
	flags.StringVar(&a.sourcesPath, "sources", "sources.yaml", "the file that lists what is scanned")
	flags.StringVar(&a.databasePath, "database", "alsoread.db", "the SQLite file that keeps the stories")
	flags.StringVar(&a.logFormat, "log-format", "text", "text or json")
	flags.StringVar(&a.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours and no progress bar (as does NO_COLOR)")
	root.AddCommand(a.demoCommand(), a.scanCommand(), a.daemonCommand(), a.exportCommand(), a.importCommand(),
		a.sourcesCommand(), a.inspectCommand(), a.storiesCommand(), a.searchCommand(), a.groupsCommand(), a.groupCommand(), a.trendsCommand(), a.evalCommand(),
		a.backupCommand(), a.restoreCommand(), a.passwordCommand(), a.tokenCommand(), a.doctorCommand(), a.versionCommand())
	return root
}

// prepare fills flags from the environment and sets the logger up.
func (a *app) prepare(cmd *cobra.Command) error {
	if err := flagsFromEnv(cmd.Flags(), os.LookupEnv); err != nil {
		return usage(err)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
		return usage(fmt.Errorf("--log-level %s: debug, info, warn or error", a.logLevel))
	}
	options := &slog.HandlerOptions{Level: level}
	switch a.logFormat {
	case "text":
		a.log = slog.New(slog.NewTextHandler(a.stderr, options))
	case "json":
		a.log = slog.New(slog.NewJSONHandler(a.stderr, options))
	default:
		return usage(fmt.Errorf("--log-format %s: text or json", a.logFormat))
	}
	return nil
}

// flagsFromEnv sets every flag that the command line left alone and the
// environment names.
func flagsFromEnv(flags *pflag.FlagSet, env func(string) (string, bool)) error {
	var fault error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "ALSOREAD_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := env(name)
		if !ok || f.Changed || f.Name == "help" {
			return
		}
		if err := flags.Set(f.Name, value); err != nil && fault == nil {
			fault = fmt.Errorf("%s=%s: %v", name, value, err)
		}
	})
	return fault
}

// loadSources reads sources.yaml; its faults are the user's to mend.
func (a *app) loadSources() (*sources.File, error) {
	file, err := sources.Load(a.sourcesPath, os.LookupEnv)
	if err != nil {
		return nil, usage(err)
	}
	return file, nil
}

func (a *app) openStore(ctx context.Context, o store.Options) (*store.Store, error) {
	o.Logger = a.log
	s, err := store.Open(ctx, a.databasePath, o)
	return s, failed(err)
}

func (a *app) newFetcher() *scanner.Fetcher {
	return scanner.NewFetcher(scanner.FetcherOptions{Version: version(), Logger: a.log})
}

// terminal says whether w is one that a person is likely to look at.
func (a *app) terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && !a.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
