package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"alsoread/export"
	"alsoread/news"
	"alsoread/scanner"
	"alsoread/sources"
)

const importLong = `Add the subscriptions of an OPML file to sources.yaml. Comments and layout of
the file stay as they are; folders and categories become tags. Feeds that are
there already are left alone. OPML is read leniently (most real lists are not
well-formed XML): a row that cannot be used is named, the others are added.`

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "import", Short: "Add sources from another program's list"}
	var dryRun bool
	opml := &cobra.Command{
		Use: "opml FILE|URL|-", Short: "Add the subscriptions of an OPML file to sources.yaml", Long: importLong,
		Example: "  alsoread import opml subscriptions.opml\n  alsoread import opml https://example.org/list.opml --dry-run",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.importOPML(cmd.Context(), args[0], dryRun)
		},
	}
	opml.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be added, and add nothing")
	cmd.AddCommand(opml)
	return cmd
}

func (a *app) importOPML(ctx context.Context, from string, dryRun bool) error {
	document, err := a.openDocument(ctx, from)
	if err != nil {
		return failed(err)
	}
	defer document.Close()
	list, err := export.ReadOPML(document)
	if err != nil {
		return failed(fmt.Errorf("import %s: %w", from, err))
	}
	for _, p := range list.Problems {
		fmt.Fprintf(a.stderr, "%s:%d: %s\n", plain(from), p.Line, plain(p.What))
	}
	added, err := a.addSources(entriesOf(list.Outlines), dryRun)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: %d of %s added to %s.\n", plain(from), added, count(len(list.Outlines), "feed", "feeds"), a.sourcesPath)
	return nil
}

func entriesOf(outlines []export.Outline) []sources.Entry {
	entries := make([]sources.Entry, 0, len(outlines))
	for _, o := range outlines {
		entries = append(entries, sources.Entry{Name: o.Title, URL: o.FeedURL, Kind: o.Kind, Tags: o.Tags})
	}
	return entries
}

// addSources adds entries to sources.yaml, which is made if it is not there,
// and says on standard error what was left out. It returns how many were added.
func (a *app) addSources(entries []sources.Entry, dryRun bool) (int, error) {
	file, err := a.editableSources()
	if err != nil {
		return 0, err
	}
	data, results, err := file.Add(entries...)
	if err != nil {
		return 0, failed(err)
	}
	added := 0
	for i, r := range results {
		switch {
		case r.OK():
			added++
		case r.Duplicate != "":
			fmt.Fprintf(a.stderr, "left out: %s is there already, as %q\n", plain(entries[i].URL), plain(r.Duplicate))
		default:
			fmt.Fprintf(a.stderr, "left out: %s: %s\n", plain(entries[i].URL), plain(r.Err.Error()))
		}
	}
	if dryRun || added == 0 {
		return added, nil
	}
	return added, failed(a.writeSources(data))
}

// editableSources reads sources.yaml to edit it, or begins a new one. Variables
// of the environment need not be set for that.
func (a *app) editableSources() (*sources.File, error) {
	file, err := sources.Load(a.sourcesPath, nil)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return sources.New(a.sourcesPath), nil
	case err == nil, errors.Is(err, sources.ErrNoSources):
		return file, nil
	}
	return nil, usage(err)
}

func (a *app) writeSources(data []byte) error {
	return export.WriteFile(a.sourcesPath, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// openDocument opens a file, standard input ("-") or, through the one fetcher,
// a URL.
func (a *app) openDocument(ctx context.Context, from string) (io.ReadCloser, error) {
	switch {
	case from == "-":
		return io.NopCloser(a.stdin), nil
	case strings.HasPrefix(from, "http://"), strings.HasPrefix(from, "https://"):
		fetcher := a.newFetcher()
		defer fetcher.Close()
		res, err := fetcher.Get(ctx, scanner.Request{Source: a.passing(from), Accept: "text/x-opml, text/xml, */*;q=0.5"})
		if err != nil {
			return nil, err
		}
		return io.NopCloser(strings.NewReader(string(res.Body))), nil
	}
	return os.Open(from)
}

// passing is a source for one request to a URL the user gave on the command
// line, under the defaults of sources.yaml where that can be read.
func (a *app) passing(url string) news.Source {
	src := sources.New("").Defaults
	if file, err := sources.Load(a.sourcesPath, os.LookupEnv); err == nil {
		src = file.Defaults
	}
	src.Name, src.URL, src.Display = url, url, url
	return src
}
