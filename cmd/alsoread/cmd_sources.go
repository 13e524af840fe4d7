package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/sources"
	"alsoread/store"
)

func (a *app) sourcesCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "sources", Short: "List, find, add, remove, disable and check sources"}
	cmd.AddCommand(a.sourcesListCommand(), a.sourcesDiscoverCommand(), a.sourcesAddCommand(), a.sourcesRemoveCommand(),
		a.sourcesDisableCommand(true), a.sourcesDisableCommand(false), a.sourcesCheckCommand())
	return cmd
}

func (a *app) sourcesListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the sources and how they fare", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listSources(cmd.Context(), asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

// sourceLine is one line of "sources list --json".
type sourceLine struct {
	Name         string     `json:"name"`
	URL          string     `json:"url"`
	MovedTo      string     `json:"moved_to,omitempty"`
	Kind         news.Kind  `json:"kind"`
	Publisher    string     `json:"publisher"`
	Tags         []string   `json:"tags"`
	Schedule     string     `json:"schedule"`
	Disabled     bool       `json:"disabled,omitempty"`
	Stories      int        `json:"stories"`
	LastScan     *time.Time `json:"last_scan,omitempty"`
	LastNew      *time.Time `json:"last_new,omitempty"`
	Next         *time.Time `json:"next,omitempty"`
	Failures     int        `json:"failures,omitempty"`
	FailingSince *time.Time `json:"failing_since,omitempty"`
	Error        string     `json:"error,omitempty"`
	Unread       int        `json:"unread,omitempty"`
	ArticleError string     `json:"article_error,omitempty"`
	Unfollowed   int        `json:"unfollowed,omitempty"`
	FollowError  string     `json:"follow_error,omitempty"`
	Drift        string     `json:"drift,omitempty"`
	DriftSince   *time.Time `json:"drift_since,omitempty"`
	Retired      *time.Time `json:"retired,omitempty"`
}

// listSources shows the sources of sources.yaml with what the database, if
// there is one, knows of them.
func (a *app) listSources(ctx context.Context, asJSON bool) error {
	file, err := sources.Load(a.sourcesPath, nil)
	if err != nil {
		return usage(err)
	}
	known, err := a.knownSources(ctx)
	if err != nil {
		return err
	}
	rows := [][]string{{"SOURCE", "SCHEDULE", "STORIES", "LAST SCAN", "LAST NEW", "HEALTH"}}
	for _, src := range file.Sources {
		s := known[src.Name]
		if asJSON {
			if err := jsonLine(a.stdout, lineOf(src, s)); err != nil {
				return failed(err)
			}
			continue
		}
		zone := file.Defaults.Location
		rows = append(rows, []string{fit(src.Name, 40), plain(src.Schedule), fmt.Sprint(s.Stories),
			clock(s.State.LastScan, zone), clock(s.State.LastNew, zone), plain(health(src, s, zone))})
	}
	if asJSON {
		return nil
	}
	return failed(table(a.stdout, rows))
}

func (a *app) knownSources(ctx context.Context) (map[string]news.SourceState, error) {
	known := map[string]news.SourceState{}
	if _, err := os.Stat(a.databasePath); errors.Is(err, os.ErrNotExist) {
		return known, nil
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	list, err := db.Sources(ctx)
	for _, s := range list {
		known[s.Name] = s
	}
	return known, failed(err)
}

func lineOf(src news.Source, s news.SourceState) sourceLine {
	tags := src.Tags
	if tags == nil {
		tags = []string{}
	}
	st := s.State
	return sourceLine{Name: src.Name, URL: src.Display, MovedTo: st.URL, Kind: src.Kind, Publisher: src.Publisher, Tags: tags,
		Schedule: src.Schedule, Disabled: src.Disabled, Stories: s.Stories, LastScan: stamp(st.LastScan), LastNew: stamp(st.LastNew),
		Next: stamp(st.Next), Failures: st.Failures, FailingSince: stamp(st.FailingSince), Error: st.Error, Unread: s.Unread, ArticleError: s.ArticleError,
		Unfollowed: s.Unfollowed, FollowError: s.FollowError,
		Drift: s.Drift, DriftSince: stamp(st.Profile.Since), Retired: stamp(st.Retired)}
}

// health tells how a source fares, in a line.
func health(src news.Source, s news.SourceState, zone *time.Location) string {
	st := s.State
	switch {
	case src.Disabled:
		return "disabled"
	case !st.Retired.IsZero():
		return "retired by its publisher on " + clock(st.Retired, zone)
	case st.Failures > 0:
		return fmt.Sprintf("failing since %s: %s", clock(st.FailingSince, zone), st.Error)
	case st.LastScan.IsZero():
		return "not scanned yet"
	case s.Unread > 0 && s.Drift == "":
		return fmt.Sprintf("ok, but %s not read: %s", count(s.Unread, "article", "articles"), s.ArticleError)
	case s.Unfollowed > 0 && s.Drift == "":
		return fmt.Sprintf("ok, but %s not followed: %s", count(s.Unfollowed, "Also Read link", "Also Read links"), s.FollowError)
	case s.Drift != "":
		return fmt.Sprintf("ok, but its page has changed since %s: %s", clock(st.Profile.Since, zone), s.Drift)
	case st.URL != "":
		return "ok, moved to " + st.URL
	}
	return "ok"
}

func (a *app) sourcesAddCommand() *cobra.Command {
	var entry sources.Entry
	var kind string
	cmd := &cobra.Command{
		Use: "add URL", Short: "Add a source to sources.yaml, comments kept", Args: cobra.ExactArgs(1),
		Example: "  alsoread sources add https://feeds.bbci.co.uk/news/world/rss.xml --name \"BBC World\" --tag world",
		RunE: func(_ *cobra.Command, args []string) error {
			entry.URL, entry.Kind, entry.Env = args[0], news.Kind(kind), true
			added, err := a.addSources([]sources.Entry{entry}, false)
			if err != nil {
				return err
			}
			if added == 0 {
				return exitError{code: exitUsage}
			}
			fmt.Fprintf(a.stdout, "Added to %s.\n", a.sourcesPath)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&entry.Name, "name", "", "name of the source; default: its publisher")
	flags.StringVar(&kind, "kind", "", "auto, feed, page or sitemap")
	flags.StringVar(&entry.Publisher, "publisher", "", "who stands behind it; default: the registrable domain")
	flags.StringVar(&entry.Schedule, "schedule", "", "cron expression, \"@every 15m\" or auto; default: the file's")
	flags.StringSliceVar(&entry.Tags, "tag", nil, "a tag (may be repeated)")
	return cmd
}

func (a *app) sourcesRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "remove NAME", Short: "Remove a source from sources.yaml; its stories stay", Args: cobra.ExactArgs(1),
		ValidArgsFunction: a.completeSources,
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := a.editableSources()
			if err != nil {
				return err
			}
			data, err := file.Remove(args[0])
			if err != nil {
				return usage(err)
			}
			if err := a.writeSources(data); err != nil {
				return failed(err)
			}
			_, err = fmt.Fprintf(a.stdout, "Removed %q from %s.\n", plain(args[0]), a.sourcesPath)
			return failed(err)
		},
	}
}

// describe counts sources by kind of trouble a user may have forgotten.
func describe(all []news.Source) string {
	text := count(len(all), "source", "sources")
	if off := len(all) - scannable(all); off > 0 {
		text += fmt.Sprintf(", %d of them disabled", off)
	}
	var publishers []string
	for _, s := range all {
		publishers = append(publishers, strings.ToLower(s.Publisher))
	}
	slices.Sort(publishers)
	return text + " of " + count(len(slices.Compact(publishers)), "publisher", "publishers")
}
