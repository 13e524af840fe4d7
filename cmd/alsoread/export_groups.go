package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"alsoread/export"
	"alsoread/news"
	"alsoread/store"
)

// checkGroups refuses what does not go together.
func (o *exportOptions) checkGroups(format string, choice selection) error {
	switch {
	case o.groups && o.group != 0:
		return usage(errors.New("--groups is about all groups, --group about one: give either"))
	case o.groups && format == "opml":
		return usage(errors.New("opml lists sources: --group ID gives those of one group, --groups means nothing"))
	case o.groups && (len(choice.sources) > 0 || choice.query != ""):
		return usage(errors.New("--groups goes with --tag, --publisher, --language, --since, --until and --limit"))
	case o.headlines && !o.groups, o.publishers != 0 && !o.groups:
		return usage(errors.New("--headlines and --publishers are about groups: add --groups"))
	}
	return nil
}

// exportGroups writes one entry an event.
func (a *app) exportGroups(ctx context.Context, format string, choice selection, o exportOptions) error {
	s := groupSelection{tags: choice.tags, publisher: choice.publisher, lang: choice.lang, since: choice.since, until: choice.until,
		limit: choice.limit, headlines: o.headlines, publishers: o.publishers}
	query, err := s.toQuery(time.Now())
	if err != nil {
		return err
	}
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	feed := export.Feed{Title: choice.title(o.title), Self: o.self, Generator: "alsoread/" + version()}
	return a.writeOut(o.output, func(w io.Writer) error { return writers[format](w, feed, groupEntries(ctx, db, query)) })
}

// relatedInFeed is how many related groups an entry links to.
const relatedInFeed = 5

// groupEntries reads what the entries of the groups tell, one group at a time.
func groupEntries(ctx context.Context, db *store.Store, q news.GroupQuery) iter.Seq2[news.Story, error] {
	return func(yield func(news.Story, error) bool) {
		for g, err := range db.Groups(ctx, q) {
			if err != nil {
				yield(news.Story{}, err)
				return
			}
			c, err := coverageOf(ctx, db, g)
			if errors.Is(err, store.ErrNoGroup) {
				continue // joined to another meanwhile, or purged
			}
			if !yield(export.GroupItem(c), err) || err != nil {
				return
			}
		}
	}
}

func coverageOf(ctx context.Context, db *store.Store, g news.Group) (c export.Coverage, err error) {
	c.Group = g
	if c.Members, err = db.Members(ctx, g.ID, 0); err != nil {
		return c, err
	}
	if c.Related, err = db.Related(ctx, g.ID, relatedInFeed); err != nil || len(c.Related) == 0 {
		return c, err
	}
	q := news.Query{}
	for _, r := range c.Related {
		q.IDs = append(q.IDs, r.Group.Lead)
	}
	c.Leads = map[int64]news.Story{}
	for s, err := range db.Stories(ctx, q) {
		if err != nil {
			return c, err
		}
		c.Leads[s.ID] = s
	}
	return c, nil
}

// ofGroup narrows a selection down to one group: its stories, or the sources
// that listed them, and names the feed by it.
func (a *app) ofGroup(ctx context.Context, id int64, choice *selection, query *news.Query) error {
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	g, err := db.Group(ctx, id)
	if err != nil {
		return failed(err)
	}
	members, err := db.Members(ctx, g.ID, 0)
	if err != nil {
		return failed(err)
	}
	choice.group = g.Title
	for _, m := range members {
		query.IDs = append(query.IDs, m.Story.ID)
		choice.groupSources = append(choice.groupSources, sourceNames(m.Story)...)
	}
	slices.Sort(choice.groupSources)
	choice.groupSources = slices.Compact(choice.groupSources)
	return nil
}

// listsGroup says whether a source listed a story of the group that was asked for.
func (s *selection) listsGroup(src news.Source) bool {
	return s.group == "" && s.groupSources == nil || slices.ContainsFunc(s.groupSources, func(n string) bool { return strings.EqualFold(n, src.Name) })
}
