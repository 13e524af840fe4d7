package main

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/store"
)

// selection is the set of flags that choose stories; stories, search and
// export share it.
type selection struct {
	tags, sources   []string
	query           string
	publisher, lang string
	since, until    string
	limit           int

	group        string   // title of the one group that was asked for
	groupSources []string // that listed its stories
}

func (s *selection) flags(cmd *cobra.Command, limit int) {
	f := cmd.Flags()
	f.StringSliceVar(&s.tags, "tag", nil, "only stories of sources with this tag (may be repeated)")
	f.StringSliceVar(&s.sources, "source", nil, "only stories that this source listed (may be repeated)")
	f.StringVar(&s.publisher, "publisher", "", "only stories of this publisher")
	f.StringVar(&s.lang, "language", "", "only stories in this language, such as en")
	f.StringVar(&s.since, "since", "", "not older than: 36h, 7d, 2026-11-22 or an RFC 3339 time")
	f.StringVar(&s.until, "until", "", "older than; as --since")
	f.IntVar(&s.limit, "limit", limit, "at most so many, newest first; 0 for all")
}

// toQuery turns the flags into a query.
func (s *selection) toQuery(now time.Time, zone *time.Location) (news.Query, error) {
	since, err := moment(s.since, now)
	if err != nil {
		return news.Query{}, usage(fmt.Errorf("--since: %w", err))
	}
	until, err := moment(s.until, now)
	if err != nil {
		return news.Query{}, usage(fmt.Errorf("--until: %w", err))
	}
	if s.limit < 0 {
		return news.Query{}, usage(fmt.Errorf("--limit %d: 0 or more", s.limit))
	}
	q := news.Query{Sources: s.sources, Tags: s.tags, Publisher: s.publisher,
		Language: strings.ToLower(s.lang), Since: since, Until: until, Limit: s.limit}
	if err := addSearch(&q, s.query, now, zone); err != nil {
		return news.Query{}, usage(err)
	}
	return q, nil
}

// moment reads an age such as 36h or 7d, a day (UTC) or an RFC 3339 time.
func moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n < 100_000 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if age, err := time.ParseDuration(s); err == nil && age >= 0 {
		return now.Add(-age), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no age (36h, 7d), day (2026-11-22) or time (2026-11-22T08:00:00Z)", s)
}

func (a *app) storiesCommand() *cobra.Command {
	var (
		choice selection
		asJSON bool
	)
	cmd := &cobra.Command{
		Use: "stories", Short: "List the stories that were kept, newest first",
		Long: `List the stories that were kept, newest first, and below each the Also Read links
of its page: with the number of the story that a link leads to, with its address
where that is no known story, or with why it could not be followed to one.`,
		Example: "  alsoread stories --tag world --since 24h\n  alsoread stories --json --limit 0 | jq .title",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.listStories(cmd.Context(), choice, asJSON)
		},
	}
	choice.flags(cmd, 50)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func (a *app) searchCommand() *cobra.Command {
	var (
		choice selection
		asJSON bool
	)
	cmd := &cobra.Command{
		Use: "search WORDS...", Short: "Find stories by words of title and summary",
		Long: "Find stories whose title or summary holds all the words; \"quoted words\" must stand together.\n" +
			"Fields narrow a search: source:NAME tag:TAG publisher:NAME lang:en after:2026-11-22 before:36h.",
		Example: "  alsoread search port strike\n  alsoread search '\"port strike\" ferries' --since 7d\n  alsoread search source:\"BBC World\" after:7d strike",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			choice.query = news.SearchOf(args)
			return a.listStories(cmd.Context(), choice, asJSON)
		},
	}
	choice.flags(cmd, 50)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func (a *app) listStories(ctx context.Context, choice selection, asJSON bool) error {
	query, err := choice.toQuery(time.Now(), a.zone())
	if err != nil {
		return err
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := searched(ctx, db, choice.query, &query); err != nil {
		return err
	}
	stories := db.Stories(ctx, query)
	if asJSON {
		return failed(a.storyLines(stories))
	}
	return failed(a.storyTable(stories, a.zone()))
}

// storyLine is one line of "stories --json".
type storyLine struct {
	ID        int64      `json:"id"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Published *time.Time `json:"published,omitempty"`
	FirstSeen *time.Time `json:"first_seen"`
	Language  string     `json:"language,omitempty"`
	Publisher string     `json:"publisher,omitempty"`
	Sources   []string   `json:"sources"`
	Followed  int64      `json:"followed_from,omitempty"` // no source listed it: the story whose Also Read link led there
	AlsoRead  []linkLine `json:"also_read,omitempty"`
	CopyOf    int64      `json:"copy_of,omitempty"`
	Group     int64      `json:"group,omitempty"`
}

// linkLine is a link that a story's publisher put beside it. Story is the known
// one that it leads to, Problem why the target was not had where it was wanted.
type linkLine struct {
	URL     string `json:"url"`
	Title   string `json:"title"`
	Label   string `json:"label"`
	Story   int64  `json:"story,omitempty"`
	Problem string `json:"problem,omitempty"`
}

func linkLines(s news.Story) (lines []linkLine) {
	for _, l := range s.AlsoRead {
		lines = append(lines, linkLine{URL: l.URL, Title: l.Title, Label: l.Label, Story: l.Story, Problem: plain(l.Problem)})
	}
	return lines
}

func (a *app) storyLines(stories iter.Seq2[news.Story, error]) error {
	for s, err := range stories {
		if err != nil {
			return err
		}
		line := storyLine{ID: s.ID, URL: s.URL, Title: s.Title, Published: stamp(s.Published), FirstSeen: stamp(s.FirstSeen),
			Language: s.Language, Publisher: s.Publisher, Sources: sourceNames(s), Followed: followedFrom(s), AlsoRead: linkLines(s), CopyOf: s.CopyOf, Group: s.Group}
		if err := jsonLine(a.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// sourceNames lists the sources of a story once each, first come first.
func sourceNames(s news.Story) []string {
	names := []string{}
	seen := map[string]bool{}
	for _, sighting := range s.Sightings {
		if !seen[sighting.Source] {
			seen[sighting.Source] = true
			names = append(names, sighting.Source)
		}
	}
	return names
}

// followedFrom is the story whose Also Read link led to one that no source listed.
func followedFrom(s news.Story) int64 {
	for _, sighting := range s.Sightings {
		if sighting.Followed == 0 {
			return 0
		}
	}
	if len(s.Sightings) == 0 {
		return 0
	}
	return s.Sightings[0].Followed
}

// from names who listed a story, or how else it was found.
func from(s news.Story) string {
	names := strings.Join(sourceNames(s), ", ")
	if id := followedFrom(s); id != 0 {
		return fmt.Sprintf("followed from %d, %s", id, names)
	}
	return names
}

// linkRow is a row of the table below that of a story: where one of its Also
// Read links leads.
func linkRow(l news.Link, titles, wide int) []string {
	label := l.Label
	if label == "" {
		label = "Also Read"
	}
	to := l.URL
	switch {
	case l.Story != 0:
		to = fmt.Sprintf("story %d", l.Story)
	case l.Problem != "":
		to = "not followed: " + l.Problem
	}
	return []string{"", "", fit("  "+strings.TrimRight(label, " :|")+": "+l.Title, titles), fit(to, wide)}
}

func (a *app) storyTable(stories iter.Seq2[news.Story, error], zone *time.Location) error {
	wide := columns(a.stdout)
	titles, names := wide*6/10-12, wide*4/10-12
	rows := [][]string{{"ID", "TIME", "TITLE", "SOURCES"}}
	for s, err := range stories {
		if err != nil {
			return err
		}
		rows = append(rows, []string{strconv.FormatInt(s.ID, 10), clock(s.Sort, zone), fit(s.Title, titles),
			fit(from(s), names)})
		for _, l := range s.AlsoRead {
			rows = append(rows, linkRow(l, titles, names))
		}
	}
	if len(rows) == 1 {
		_, err := fmt.Fprintln(a.stdout, "No stories.")
		return err
	}
	return table(a.stdout, rows)
}
