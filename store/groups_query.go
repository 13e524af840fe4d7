package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"alsoread/news"
)

// groupColumns are those that scanGroup reads, of groups as g.
const groupColumns = "g.id, g.lead, coalesce((SELECT title FROM stories WHERE id = g.lead), ''), g.stories, g.publishers, g.outlets, g.copies, " +
	"g.first, g.latest, g.joined, g.changed, g.rank, g.exclusive, g.unread = 0, g.saved, (SELECT namespace FROM grouping WHERE one = 1)"

func scanGroup(row interface{ Scan(...any) error }, more ...any) (g news.Group, err error) {
	var first, latest, joined, changed int64
	var namespace []byte
	err = row.Scan(append([]any{&g.ID, &g.Lead, &g.Title, &g.Stories, &g.Publishers, &g.Outlets, &g.Copies,
		&first, &latest, &joined, &changed, &g.Rank, &g.Exclusive, &g.Read, &g.Saved, &namespace}, more...)...)
	g.Key = groupKey(namespace, g.ID)
	g.First, g.Latest = time.UnixMilli(first).UTC(), time.UnixMilli(latest).UTC()
	g.Joined, g.Changed = time.UnixMilli(joined).UTC(), time.UnixMilli(changed).UTC()
	return g, err
}

// groupKey is what a group of this database is exported under. Its number says
// nothing elsewhere, and what it is about may change.
func groupKey(namespace []byte, id int64) (key news.Key) {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(namespace), uint64(id)))
	copy(key[:], sum[:])
	return key
}

// groupsAtOnce is how many groups of a list are read at once.
const groupsAtOnce = 500

// Groups lists the groups a query selects, in its order. It holds no connection
// while the caller works on one. The sources of a query are those that match
// its Tags and Publisher alike.
func (s *Store) Groups(ctx context.Context, q news.GroupQuery) iter.Seq2[news.Group, error] {
	return func(yield func(news.Group, error) bool) {
		left := q.Limit
		for {
			n := groupsAtOnce
			if q.Limit > 0 {
				n = min(n, left)
			}
			page, err := s.groupPage(ctx, q, n)
			if err != nil {
				yield(news.Group{}, fmt.Errorf("list groups: %w", explain(err)))
				return
			}
			for _, g := range page {
				if !yield(g, nil) {
					return
				}
			}
			if left -= len(page); len(page) < n || q.Limit > 0 && left == 0 {
				return
			}
			q.Before = page[len(page)-1].Cursor(q.Order)
		}
	}
}

func (s *Store) groupPage(ctx context.Context, q news.GroupQuery, limit int) ([]news.Group, error) {
	sel, err := s.selectGroups(ctx, q)
	if err != nil || sel.none {
		return nil, err
	}
	text, args := sel.groupList(q.Order, limit)
	return readGroups(ctx, s.read, text, args...)
}

func readGroups(ctx context.Context, q queryer, text string, args ...any) (out []news.Group, err error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		g, err := scanGroup(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

func (sel *selection) groupList(order news.GroupOrder, limit int) (string, []any) {
	by := "g.latest DESC, g.id DESC"
	switch {
	case sel.order != "":
		by = sel.order
	case order == news.GroupsHeadlines:
		by = "g.rank DESC, g.id DESC"
	case order == news.GroupsChanged:
		by = "g.changed, g.id"
	}
	return "SELECT " + groupColumns + " FROM " + sel.from + sel.condition() + " ORDER BY " + by + " LIMIT ?",
		append(sel.args[:len(sel.args):len(sel.args)], limit)
}

// CountGroups returns how many groups a query selects; Limit does not count.
func (s *Store) CountGroups(ctx context.Context, q news.GroupQuery) (n int, err error) {
	q.Limit = 0
	sel, err := s.selectGroups(ctx, q)
	if err != nil || sel.none {
		return 0, explain(err)
	}
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM "+sel.from+sel.condition(), sel.args...).Scan(&n)
	return n, explain(err)
}

// selectGroups decides what leads the query: the groups of the stories of few
// sources, or of few stories of a language, or else the order of the list
// itself, looking at each group in turn.
func (s *Store) selectGroups(ctx context.Context, q news.GroupQuery) (sel selection, err error) {
	sources, err := s.sourcesOf(ctx, news.Query{Tags: q.Tags, Publisher: q.Publisher})
	if err != nil {
		return sel, err
	}
	if sources.empty() {
		return selection{none: true}, nil
	}
	if newestAlone(&q) && (sources == nil || q.Language == "" && len(sources.ids) > 0) {
		sel.newest(q, sources)
		return sel, nil
	}
	few := false
	if sources != nil && len(sources.finders) == 0 {
		if few, err = s.few(ctx, ofSources, jsonList(sources.ids)); err != nil {
			return sel, err
		}
	}
	begin, arg := ofSources, any("")
	switch {
	case few:
		arg = jsonList(sources.ids)
		sources = nil
	case q.Language != "":
		begin, arg = ofLanguage, primaryTag(q.Language)
		if few, err = s.few(ctx, begin, arg); err != nil {
			return sel, err
		}
		if few {
			q.Language = ""
		}
	}
	if sources != nil {
		sel.toldBy(q.Publisher, sources)
	}
	if q.Language != "" {
		sel.add("EXISTS (SELECT 1 FROM group_languages l WHERE l.tongue = ? AND l.group_id = g.id)", primaryTag(q.Language))
	}
	switch {
	case few:
		sel.beginWith(begin, arg, q)
	case sources != nil && len(sources.ids) == 0:
		sel.from = "groups g" // few stories were found so
	case q.Order == news.GroupsHeadlines:
		sel.from = "groups g INDEXED BY groups_rank"
	case q.Order == news.GroupsChanged:
		sel.from = "groups g INDEXED BY groups_changed"
	default:
		sel.from = "groups g INDEXED BY groups_latest"
	}
	sel.marked(q, few)
	sel.restOfGroups(q)
	return sel, nil
}

// newest selects the newest groups of some sources, of a language, or of all.
func (sel *selection) newest(q news.GroupQuery, sources *sourceSet) {
	switch {
	case q.Language != "":
		sel.beginWithLanguage(q)
	case sources != nil && len(sources.finders) == 0 && sources.lead():
		sel.beginWithNewest(sources.ids, q)
	default:
		sel.from = "groups g INDEXED BY groups_latest"
		sel.placeOf("g.", q)
		if sources != nil {
			sel.toldBy(q.Publisher, sources)
		}
	}
}

// toldBy adds that one of some sources has listed one of a group's stories, or
// found one of the publisher.
func (sel *selection) toldBy(publisher string, sources *sourceSet) {
	const listed = `EXISTS (SELECT 1 FROM members m CROSS JOIN sightings x ON x.story_id = m.story_id
		WHERE m.group_id = g.id AND x.source_id IN (SELECT value FROM json_each(?)))`
	const found = "g.id IN (SELECT m.group_id FROM members m WHERE m.story_id IN (SELECT f.id FROM " + abroad + "))"
	switch {
	case len(sources.finders) == 0:
		sel.add(listed, jsonList(sources.ids))
	case len(sources.ids) == 0:
		sel.add(found, publisher, jsonList(sources.finders))
	default:
		sel.add("("+listed+" OR "+found+")", jsonList(sources.ids), publisher, jsonList(sources.finders))
	}
}

// restOfGroups adds what is a column of groups.
func (sel *selection) restOfGroups(q news.GroupQuery) {
	sel.placeOf("g.", q)
	if !q.ChangedAfter.IsZero() {
		sel.add("g.changed > ?", millis(q.ChangedAfter))
	}
	if q.Publishers > 0 {
		sel.add("g.publishers >= ?", q.Publishers)
	}
	if q.Exclusive {
		sel.add("g.outlets = 1 AND (g.exclusive = 1 OR g.latest < ?)", millis(q.ExclusiveAt))
	}
}

// placeOf adds what is asked of a group's place in the list, of a table that
// names it so.
func (sel *selection) placeOf(table string, q news.GroupQuery) {
	id := "g.id"
	if table == "" {
		id = "group_id"
	}
	if !q.Since.IsZero() {
		sel.add(table+"latest >= ?", millis(q.Since))
		if q.Order == news.GroupsHeadlines {
			sel.add(table+"rank >= ?", news.RankFloor(q.Since)) // so that the index is not read past it
		}
	}
	if !q.Until.IsZero() {
		sel.add(table+"latest < ?", millis(q.Until))
	}
	if q.Before == (news.GroupCursor{}) {
		return
	}
	switch at := int64(q.Before.Sort); q.Order {
	case news.GroupsHeadlines:
		sel.add(table+"rank <= ? AND ("+table+"rank < ? OR "+id+" < ?)", q.Before.Sort, q.Before.Sort, q.Before.ID)
	case news.GroupsChanged:
		sel.add(table+"changed >= ? AND ("+table+"changed > ? OR "+id+" > ?)", at, at, q.Before.ID)
	default:
		sel.add(table+"latest <= ? AND ("+table+"latest < ? OR "+id+" < ?)", at, at, q.Before.ID)
	}
}

// Group returns one group. The number of one that was joined to another leads
// to that: then the group's ID is not id. ErrNoGroup.
func (s *Store) Group(ctx context.Context, id int64) (news.Group, error) {
	g, err := groupOf(ctx, s.read, id)
	if err != nil {
		return g, fmt.Errorf("group %d: %w", id, explain(err))
	}
	return g, nil
}

func groupOf(ctx context.Context, q queryer, id int64) (news.Group, error) {
	g, err := scanGroup(q.QueryRowContext(ctx, "SELECT "+groupColumns+" FROM groups g WHERE g.id = coalesce((SELECT next FROM successors WHERE id = ?1), ?1)", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoGroup
	}
	return g, err
}
