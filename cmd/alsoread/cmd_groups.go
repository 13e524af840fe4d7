package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/store"
)

const groupsLong = `List groups: the stories about one event, whoever tells it. The group that a
publisher joined last comes first; with --headlines the one that most independent
publishers tell, a story that is six hours newer counting as much as twice the
publishers.

PUBLISHERS counts newsrooms that told the event themselves. COPIES are reprints:
stories whose text is nearly that of another. The title is that of the story which
leads the group: an original, free to read, with text and image, the earliest.

--exclusive lists what one publisher alone has: it marked its story as exclusive,
or told it longer ago than --after and nobody followed.`

// groupSelection is the set of flags that choose groups; groups and export
// share it.
type groupSelection struct {
	tags            []string
	publisher, lang string
	since, until    string
	publishers      int
	headlines       bool
	exclusive       bool
	after           time.Duration
	limit           int
}

const defaultAfter = 6 * time.Hour

func (a *app) groupsCommand() *cobra.Command {
	var s groupSelection
	var asJSON bool
	cmd := &cobra.Command{
		Use: "groups", Short: "List groups of stories, one an event", Long: groupsLong, Args: cobra.NoArgs,
		Example: "  alsoread groups --headlines --since 24h\n  alsoread groups --publishers 3 --tag world\n" +
			"  alsoread groups --exclusive --after 12h\n  alsoread groups --json --limit 0 | jq .title",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listGroups(cmd.Context(), s, asJSON) },
	}
	f := cmd.Flags()
	f.StringSliceVar(&s.tags, "tag", nil, "only groups with a story of a source with this tag (may be repeated)")
	f.StringVar(&s.publisher, "publisher", "", "only groups with a story of this publisher")
	f.StringVar(&s.lang, "language", "", "only groups with a story in this language, such as en")
	f.StringVar(&s.since, "since", "", "a publisher joined it not longer ago than: 36h, 7d, 2026-11-22 or an RFC 3339 time")
	f.StringVar(&s.until, "until", "", "the last publisher joined it before; as --since")
	f.IntVar(&s.publishers, "publishers", 0, "at least so many independent publishers")
	f.BoolVar(&s.headlines, "headlines", false, "the most widely told first, instead of the latest")
	f.BoolVar(&s.exclusive, "exclusive", false, "only what one publisher alone has")
	f.DurationVar(&s.after, "after", defaultAfter, "how long a publisher must have had it alone for --exclusive")
	f.IntVar(&s.limit, "limit", 50, "at most so many; 0 for all")
	f.BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

// toQuery turns the flags into a query.
func (s *groupSelection) toQuery(now time.Time) (news.GroupQuery, error) {
	since, err := moment(s.since, now)
	if err != nil {
		return news.GroupQuery{}, usage(fmt.Errorf("--since: %w", err))
	}
	until, err := moment(s.until, now)
	if err != nil {
		return news.GroupQuery{}, usage(fmt.Errorf("--until: %w", err))
	}
	if s.limit < 0 || s.publishers < 0 || s.after < 0 {
		return news.GroupQuery{}, usage(errors.New("--limit, --publishers and --after: 0 or more"))
	}
	q := news.GroupQuery{Tags: s.tags, Publisher: s.publisher, Language: strings.ToLower(s.lang), Since: since, Until: until,
		Publishers: s.publishers, Exclusive: s.exclusive, ExclusiveAt: now.Add(-s.after), Limit: s.limit}
	if s.headlines {
		q.Order = news.GroupsHeadlines
	}
	return q, nil
}

func (a *app) listGroups(ctx context.Context, s groupSelection, asJSON bool) error {
	query, err := s.toQuery(time.Now())
	if err != nil {
		return err
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	groups := db.Groups(ctx, query)
	if !asJSON {
		return failed(a.groupTable(groups, a.zone()))
	}
	for g, err := range groups {
		if err == nil {
			err = jsonLine(a.stdout, groupLineOf(g))
		}
		if err != nil {
			return failed(err)
		}
	}
	return nil
}

// groupLine is one line of "groups --json".
type groupLine struct {
	ID         int64      `json:"id"`
	Title      string     `json:"title"`
	Lead       int64      `json:"lead"`
	Stories    int        `json:"stories"`
	Publishers int        `json:"publishers"`
	Outlets    int        `json:"outlets"`
	Copies     int        `json:"copies"`
	First      *time.Time `json:"first"`
	Latest     *time.Time `json:"latest"`
	Joined     *time.Time `json:"joined"`
	Changed    *time.Time `json:"changed"`
	Rank       float64    `json:"rank"`
	Exclusive  bool       `json:"exclusive,omitempty"`
}

func groupLineOf(g news.Group) groupLine {
	return groupLine{ID: g.ID, Title: g.Title, Lead: g.Lead, Stories: g.Stories, Publishers: g.Publishers, Outlets: g.Outlets, Copies: g.Copies,
		First: stamp(g.First), Latest: stamp(g.Latest), Joined: stamp(g.Joined), Changed: stamp(g.Changed), Rank: g.Rank, Exclusive: g.Exclusive}
}

func (a *app) groupTable(groups iter.Seq2[news.Group, error], zone *time.Location) error {
	titles := columns(a.stdout) - 50
	rows := [][]string{{"ID", "LATEST", "PUBLISHERS", "COPIES", "TITLE"}}
	for g, err := range groups {
		if err != nil {
			return err
		}
		rows = append(rows, []string{strconv.FormatInt(g.ID, 10), clock(g.Latest, zone), strconv.Itoa(g.Publishers), strconv.Itoa(g.Copies), fit(g.Title, titles)})
	}
	if len(rows) == 1 {
		_, err := fmt.Fprintln(a.stdout, "No groups.")
		return err
	}
	return table(a.stdout, rows)
}
