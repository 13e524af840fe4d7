package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"alsoread/news"
)

// place is where a story stands in a list.
type place struct{ sort, id int64 }

// selection is a query made ready: which index leads, what else is asked. The
// WHERE parts name stories as s.
type selection struct {
	led, order string // the column that leads the list, and its ORDER BY
	from       string
	where      []string
	args       []any
	none       bool // nothing can match
}

// selectStories decides what leads the query, so that no list reads the whole
// of stories: the numbers asked for, the words searched, the listings of few
// sources, or else the order of the list itself, looking at each story in turn.
func (s *Store) selectStories(ctx context.Context, q news.Query) (sel selection, err error) {
	sources, err := s.sourcesOf(ctx, q)
	if err != nil {
		return sel, err
	}
	if sources.empty() {
		return selection{none: true}, nil
	}
	sel.led, sel.order = "s.sort", "s.sort DESC, s.id DESC"
	if !q.ChangedAfter.IsZero() {
		sel.led, sel.order = "s.changed", "s.changed, s.id"
	}
	switch {
	case len(q.IDs) > 0:
		sel.from = "stories s"
		sel.add("s.id IN (SELECT value FROM json_each(?))", jsonList(q.IDs))
	case q.Search != "":
		sel.from = "search CROSS JOIN stories s ON s.id = search.rowid"
	case q.NewerThan > 0:
		sel.from = "stories s NOT INDEXED" // by number: few have come since
	case !q.ChangedAfter.IsZero():
		sel.from = "stories s INDEXED BY stories_changed"
	case q.Saved != nil && *q.Saved:
		sel.from = "stories s"
		sel.add("s.id IN (SELECT story_id FROM reading INDEXED BY reading_saved WHERE saved > 0)")
	case sources != nil && sources.few(q.Limit):
		sel.from = "stories s"
		sel.storiesOf(q.Publisher, sources)
		sources = nil
	case q.Language != "":
		sel.from = "stories s INDEXED BY stories_language"
	default:
		sel.from = "stories s INDEXED BY stories_sort"
	}
	if err := sel.search(q.Search); errors.Is(err, errNoWords) {
		return selection{none: true}, nil
	} else if err != nil {
		return sel, err
	}
	if sources != nil {
		sel.isOf(q.Publisher, sources)
	}
	sel.rest(q)
	return sel, nil
}

func (sel *selection) add(where string, args ...any) {
	sel.where = append(sel.where, where)
	sel.args = append(sel.args, args...)
}

func (sel *selection) search(words string) error {
	if words == "" {
		return nil
	}
	match, err := matchExpression(words)
	if err != nil {
		return err
	}
	if strings.HasPrefix(sel.from, "search ") {
		sel.add("search MATCH ?", match)
		return nil
	}
	sel.add("s.id IN (SELECT rowid FROM search WHERE search MATCH ?)", match)
	return nil
}

// rest adds what is a column of stories.
func (sel *selection) rest(q news.Query) {
	if q.Language != "" {
		sel.add("s.tongue = ? AND s.tongue <> ''", primaryTag(q.Language))
	}
	if q.Saved != nil {
		sel.add(map[bool]string{true: "", false: "NOT "}[*q.Saved] + "EXISTS (SELECT 1 FROM reading r WHERE r.story_id = s.id AND r.saved > 0)")
	}
	if q.Publisher != "" { // a source may have followed a link to another's story
		sel.add("coalesce(json_extract(s.more, '$.page.publisher'), ?) = ?", q.Publisher, q.Publisher)
	}
	if !q.Since.IsZero() {
		sel.add("s.sort >= ?", millis(q.Since))
	}
	if !q.Until.IsZero() {
		sel.add("s.sort < ?", millis(q.Until))
	}
	if !q.ChangedAfter.IsZero() {
		sel.add("s.changed > ?", millis(q.ChangedAfter))
	}
	if q.NewerThan > 0 {
		sel.add("s.id > ?", q.NewerThan)
	}
	if q.Before != (news.Cursor{}) {
		at := millis(q.Before.Sort)
		if q.ChangedAfter.IsZero() {
			sel.add("s.sort <= ? AND (s.sort < ? OR s.id < ?)", at, at, q.Before.ID)
		} else {
			sel.add("s.changed >= ? AND (s.changed > ? OR s.id > ?)", at, at, q.Before.ID)
		}
	}
}

func (sel *selection) condition() string {
	if len(sel.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(sel.where, " AND ")
}

// list is the SQL of the first limit places.
func (sel *selection) list(limit int) (string, []any) {
	return "SELECT " + sel.led + ", s.id FROM " + sel.from + sel.condition() + " ORDER BY " + sel.order + " LIMIT ?",
		append(sel.args[:len(sel.args):len(sel.args)], limit)
}

// places runs a query for at most limit places after q.Before.
func (s *Store) places(ctx context.Context, q news.Query, limit int) ([]place, error) {
	sel, err := s.selectStories(ctx, q)
	if err != nil || sel.none {
		return nil, err
	}
	text, args := sel.list(limit)
	rows, err := s.read.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []place
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.sort, &p.id); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Count returns how many stories a query selects; Limit does not count.
func (s *Store) Count(ctx context.Context, q news.Query) (n int, err error) {
	q.Limit = 0
	sel, err := s.selectStories(ctx, q)
	if err != nil || sel.none {
		return 0, explain(err)
	}
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM "+sel.from+sel.condition(), sel.args...).Scan(&n)
	return n, explain(err)
}

// sourcesNamed adds that a source has one of the names and one of the tags.
func (sel *selection) sourcesNamed(q news.Query) {
	if len(q.Sources) > 0 {
		sel.add("name IN (SELECT value FROM json_each(?))", jsonList(q.Sources))
	}
	if len(q.Tags) > 0 {
		sel.add("id IN (SELECT source_id FROM tags WHERE tag IN (SELECT value FROM json_each(?)))", jsonList(q.Tags))
	}
}

// sourceSet is the sources a query is about.
type sourceSet struct {
	ids     []int64
	finders []int64 // of other publishers, but found stories of the one asked for
	stories float64 // all of theirs together
	total   float64 // there are at most so many stories
	groups  float64 // and so many groups
}

// empty says that a query names sources of which there is none.
func (s *sourceSet) empty() bool { return s != nil && len(s.ids)+len(s.finders) == 0 }

// few reports whether to begin with the stories of these sources. That sorts
// all of them, where the other way reads total/stories rows of the list for each
// that it finds.
func (s *sourceSet) few(limit int) bool {
	want := float64(limit)
	if limit == 0 {
		want = s.stories
	}
	return s.stories*s.stories <= want*s.total
}

// sourcesOf finds the sources that have one of the names, one of the tags and
// the publisher asked for; nil when the query names none of these.
func (s *Store) sourcesOf(ctx context.Context, q news.Query) (*sourceSet, error) {
	var sel selection
	sel.sourcesNamed(q)
	if q.Publisher != "" {
		sel.add("publisher = ?", q.Publisher)
	}
	if len(sel.where) == 0 {
		return nil, nil
	}
	set := &sourceSet{}
	if q.Publisher != "" {
		var err error
		if set.finders, err = s.findersOf(ctx, q); err != nil {
			return nil, err
		}
	}
	if err := s.read.QueryRowContext(ctx, "SELECT last_story, (SELECT last_group FROM grouping) FROM counters").Scan(&set.total, &set.groups); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id, stories FROM sources"+sel.condition(), sel.args...)
	if err != nil {
		return nil, err
	}
	return set, set.read(rows)
}

func (s *sourceSet) read(rows *sql.Rows) error {
	defer rows.Close()
	for rows.Next() {
		var id int64
		var stories float64
		if err := rows.Scan(&id, &stories); err != nil {
			return err
		}
		s.ids = append(s.ids, id)
		s.stories += stories
	}
	return rows.Err()
}

// jsonList hands a list to SQLite as one value, read there by json_each.
func jsonList[T int64 | string](list []T) string {
	if len(list) == 0 {
		return "[]" // a nil list would be null, which json_each makes one row of
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(fmt.Sprintf("marshal a list: %v", err)) // strings and numbers always can be
	}
	return string(text)
}
