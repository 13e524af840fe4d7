package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"time"

	"alsoread/export"
	"alsoread/news"
)

// Limits of the feeds of groups.
const (
	defaultGroups = 50
	maxGroups     = 200
	listedMembers = 40   // stories that an item names
	followed      = 1000 // stories in the feed of one group
)

// groupsFeed serves the events, one item each, the one that a publisher joined
// last first.
func (r *Room) groupsFeed(w http.ResponseWriter, req *http.Request) error {
	_, f, ok := splitEnding(path.Base(req.URL.Path))
	if !ok || r.coverage == nil || r.pages.groups == nil {
		return errNotFound
	}
	q := news.Query{Limit: defaultGroups}
	asked, err := parameters(req.URL.Query(), &q, r.zone)
	if err != nil {
		return err
	}
	switch {
	case q.Limit > maxGroups:
		return badParameter("limit", fmt.Errorf("a whole number from 1 to %d", maxGroups))
	case q.Search != "" || len(q.Sources) > 0:
		return &refusal{status: http.StatusBadRequest, text: "q: events are chosen by tag:, publisher:, lang:, after: and before: alone"}
	}
	if err := r.resolve(req.Context(), &q); err != nil {
		return err
	}
	meta := r.feedMeta(req, r.title+": events"+narrowed(asked.Get("q")), "Events told by the newsrooms that "+r.title+" watches", asked)
	groups := news.GroupQuery{Tags: q.Tags, Publisher: q.Publisher, Language: q.Language, Since: q.Since, Until: q.Until, Limit: q.Limit}
	return r.answerFeed(w, req, f, meta, func(ctx context.Context) ([]news.Story, error) { return r.groupItems(ctx, groups, meta.Link) })
}

func (r *Room) feedMeta(req *http.Request, title, description string, asked url.Values) export.Feed {
	return export.Feed{Title: title, Description: description, Generator: r.generator, Link: r.baseOf(req), Self: r.self(req, asked),
		About: r.baseOf(req) + "about/json-feed"}
}

// answerFeed sends the items that make finds. What is known of their state does
// not tell of groups, so each is made, and compared by its content.
func (r *Room) answerFeed(w http.ResponseWriter, req *http.Request, f format, meta export.Feed, make func(context.Context) ([]news.Story, error)) error {
	return r.answer(w, req, document{contentType: f.ContentType + "; charset=utf-8", make: func(ctx context.Context, w io.Writer) error {
		items, err := make(ctx)
		if err != nil {
			return found(err)
		}
		for i := range items {
			if at := export.LastChange(&items[i]); at.After(meta.Updated) {
				meta.Updated = at
			}
		}
		return f.write(w, meta, all(items))
	}})
}

func all(items []news.Story) iter.Seq2[news.Story, error] {
	return func(yield func(news.Story, error) bool) {
		for _, s := range items {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (r *Room) groupItems(ctx context.Context, q news.GroupQuery, base string) ([]news.Story, error) {
	var items []news.Story
	for g, err := range r.coverage.Groups(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("read the groups: %w", err)
		}
		members, err := r.pages.groups.Members(ctx, g.ID, listedMembers)
		if errors.Is(err, ErrNotFound) {
			continue // it was joined to another meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("read group %d: %w", g.ID, err)
		}
		number := strconv.FormatInt(g.ID, 10)
		items = append(items, export.GroupItem(export.Coverage{Group: g, Members: members, Page: base + "group/" + number}))
	}
	return items, nil
}

// groupFeed serves the stories of one event, newest first. The address of one
// that was joined to another leads to that.
func (r *Room) groupFeed(w http.ResponseWriter, req *http.Request) error {
	name, f, ok := splitEnding(req.PathValue("file"))
	id, err := strconv.ParseInt(name, 10, 64)
	if !ok || err != nil || r.pages.groups == nil {
		return errNotFound
	}
	g, err := r.pages.groups.Group(req.Context(), id)
	if err != nil {
		return found(fmt.Errorf("read group %d: %w", id, err))
	}
	if g.ID != id {
		w.Header().Set("Location", strconv.FormatInt(g.ID, 10)+"."+f.Ending)
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusPermanentRedirect)
		return nil
	}
	meta := r.feedMeta(req, r.title+": "+g.Title, "Who tells this event, newest first", nil)
	return r.answerFeed(w, req, f, meta, func(ctx context.Context) ([]news.Story, error) { return r.groupStories(ctx, g.ID) })
}

func (r *Room) groupStories(ctx context.Context, id int64) ([]news.Story, error) {
	members, err := r.pages.groups.Members(ctx, id, followed)
	if err != nil {
		return nil, fmt.Errorf("read group %d: %w", id, err)
	}
	var stories []news.Story
	for _, m := range members {
		stories = append(stories, m.Story)
	}
	slices.SortStableFunc(stories, func(a, b news.Story) int { return known(b).Compare(known(a)) })
	return stories, nil
}

// known is when a story of a group became known.
func known(s news.Story) time.Time {
	if s.FirstSeen.After(s.Sort) {
		return s.FirstSeen
	}
	return s.Sort
}
