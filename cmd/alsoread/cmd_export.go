package main

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/export"
	"alsoread/news"
	"alsoread/sources"
	"alsoread/store"
)

const exportLong = `Write the kept stories as one merged feed, or the sources as OPML.

Without --output the document goes to standard output. With it the file is
written whole: beside its place first, then moved there, so that a reader never
sees half of it. The same stories always give the same bytes.

With --groups there is one entry an event: its title and address are those of the
story that leads the group, its text names every publisher with headline and link,
and it is updated whenever another publisher tells it. --group ID takes the stories
of one group, or as opml the sources that listed them.`

func (a *app) exportCommand() *cobra.Command {
	var (
		choice selection
		o      exportOptions
	)
	cmd := &cobra.Command{
		Use: "export rss|atom|json|opml", Short: "Write a merged feed or a subscription list", Long: exportLong,
		Example: "  alsoread export rss --tag world --limit 100 --output world.xml\n" +
			"  alsoread export json --query '\"port strike\"' --since 7d\n  alsoread export opml --output sources.opml\n" +
			"  alsoread export atom --groups --publishers 2 --output events.xml\n  alsoread export opml --group 17",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"rss", "atom", "json", "opml"},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.export(cmd.Context(), args[0], choice, o)
		},
	}
	choice.flags(cmd, 100)
	flags := cmd.Flags()
	flags.StringVar(&choice.query, "query", "", "only stories whose title or summary holds these words; fields as in search")
	flags.StringVarP(&o.output, "output", "o", "", "the file to write; default: standard output")
	flags.StringVar(&o.title, "title", "", "title of the feed; default: what was asked for")
	flags.BoolVar(&o.groups, "groups", false, "one entry for each group of stories: an event, whoever tells it")
	flags.BoolVar(&o.headlines, "headlines", false, "with --groups: the most widely told first, instead of the latest")
	flags.IntVar(&o.publishers, "publishers", 0, "with --groups: at least so many independent publishers")
	flags.Int64Var(&o.group, "group", 0, "only the stories of this group, or the sources that listed them")
	flags.StringVar(&o.self, "self", "", "the address under which the feed will be published")
	return cmd
}

type exportOptions struct {
	output, title, self string
	groups, headlines   bool
	publishers          int
	group               int64
}

func (a *app) export(ctx context.Context, format string, choice selection, o exportOptions) error {
	query, err := choice.toQuery(time.Now(), a.zone())
	if err == nil {
		err = o.checkGroups(format, choice)
	}
	if err != nil {
		return err
	}
	if o.groups {
		return a.exportGroups(ctx, format, choice, o)
	}
	if o.group != 0 {
		if err := a.ofGroup(ctx, o.group, &choice, &query); err != nil {
			return err
		}
	}
	if format == "opml" {
		rows, err := a.subscriptions(ctx, choice)
		if err != nil {
			return err
		}
		return a.writeOut(o.output, func(w io.Writer) error { return export.WriteOPML(w, choice.title(o.title), rows) })
	}
	query.Content = true
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := searched(ctx, db, choice.query, &query); err != nil {
		return err
	}
	feed := export.Feed{Title: choice.title(o.title), Self: o.self, Generator: "alsoread/" + version()}
	return a.writeOut(o.output, func(w io.Writer) error { return writers[format](w, feed, db.Stories(ctx, query)) })
}

// writeOut writes a document to a file, whole or not at all, or to standard output.
func (a *app) writeOut(path string, write func(io.Writer) error) error {
	if path == "" {
		return failed(write(a.stdout))
	}
	return failed(export.WriteFile(path, write))
}

// writers are the formats of stories.
var writers = map[string]func(io.Writer, export.Feed, iter.Seq2[news.Story, error]) error{
	"rss": export.WriteRSS, "atom": export.WriteAtom, "json": export.WriteJSON,
}

// subscriptions are the sources of sources.yaml that fit the selection, with
// the sites that scans have found them to belong to.
func (a *app) subscriptions(ctx context.Context, choice selection) ([]export.Outline, error) {
	file, err := sources.Load(a.sourcesPath, nil)
	if err != nil {
		return nil, usage(err)
	}
	known, err := a.knownSources(ctx)
	if err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(file.Sources, func(src news.Source) bool { return !choice.fits(src) })
	rows := export.OutlinesOf(chosen)
	for i, src := range chosen {
		rows[i].SiteURL = known[src.Name].Link
	}
	return rows, nil
}

// fits says whether a source belongs to what was asked for.
func (s *selection) fits(src news.Source) bool {
	any := func(want []string, have ...string) bool {
		return len(want) == 0 || slices.ContainsFunc(have, func(h string) bool {
			return slices.ContainsFunc(want, func(w string) bool { return strings.EqualFold(w, h) })
		})
	}
	return s.listsGroup(src) && any(s.tags, src.Tags...) && any(s.sources, src.Name) && (s.publisher == "" || strings.EqualFold(s.publisher, src.Publisher))
}

// title names the feed by what was asked for.
func (s *selection) title(given string) string {
	if given != "" {
		return given
	}
	parts := []string{"alsoread"}
	parts = append(parts, s.tags...)
	parts = append(parts, s.sources...)
	for _, p := range []string{s.publisher, s.lang, s.query, s.group} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}
