package store

import (
	"context"

	"alsoread/news"
)

// Lists of the groups of one publisher, or in one language, are led by tables of
// their own: which sources and languages tell a group, with its place in the
// lists. They follow the groups' rows.

// unlist takes out what a story brought to a group that it leaves. What other
// stories bring as well comes back with list.
func (r *regrouping) unlist(story, group int64) error {
	if err := r.tx.run(r.lane.dropGroupSources, story, group); err != nil {
		return err
	}
	return r.tx.run(r.lane.dropGroupLanguage, story, group)
}

// list enters a group, as its row is now, with those that tell it. Where its latest
// stays, the indexes of these tables are left alone.
func (r *regrouping) list(g *news.Group, stories []*told, stays bool) error {
	latest, setSource, setLanguage := g.Latest.UnixMilli(), r.lane.setGroupSource, r.lane.setGroupLanguage
	if stays {
		setSource, setLanguage = r.lane.rankGroupSource, r.lane.rankGroupLanguage
	}
	sources, tongues := map[int64]bool{}, map[string]bool{"": true}
	for _, t := range stories {
		for _, source := range t.sources {
			if sources[source] {
				continue
			}
			sources[source] = true
			if err := r.tx.run(setSource, source, g.ID, latest, g.Rank); err != nil {
				return err
			}
		}
		if tongues[t.tongue] {
			continue
		}
		tongues[t.tongue] = true
		if err := r.tx.run(setLanguage, t.tongue, g.ID, latest, g.Rank); err != nil {
			return err
		}
	}
	return nil
}

// fewGroups is how many groups a list may begin with, to sort them: reading that
// many rows of a table by its key takes some milliseconds.
const fewGroups = 8000

// The groups of some sources, and of a language.
const (
	ofSources  = "group_sources WHERE source_id IN (SELECT value FROM json_each(?))"
	ofLanguage = "group_languages WHERE tongue = ?"
)

// few reports whether there are few groups in one of these tables. It counts no
// further than that.
func (s *Store) few(ctx context.Context, of string, arg any) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+of+" LIMIT ?)", arg, fewGroups+1).Scan(&n)
	return n <= fewGroups, err
}

// newestAlone reports whether a query asks for the newest groups and for nothing
// but where they are from and when: then the first rows of an index are the list.
func newestAlone(q *news.GroupQuery) bool {
	return q.Limit > 0 && q.Order == news.GroupsNewest && q.Publishers == 0 && !q.Exclusive && q.ChangedAfter.IsZero() && q.Read == nil && q.Saved == nil
}

// What decides how the newest groups of some sources are found: from the newest of
// each source, which reads twice as many rows as are wanted for each, or down the
// list of all groups, which reads some ten rows of each group it passes.
const (
	fewSources  = 64
	rowsAGroup  = 10
	rowsASource = 2
)

// lead reports whether to begin with the newest of each source.
func (s *sourceSet) lead() bool {
	share := min(s.stories/max(s.groups, 1), 1) // of all groups, at most
	return len(s.ids) <= fewSources || rowsASource*float64(len(s.ids))*share < rowsAGroup
}

// beginWithNewest has the list be the newest groups of some sources. No group that
// is not among the newest of one of its sources can be.
func (sel *selection) beginWithNewest(ids []int64, q news.GroupQuery) {
	var place selection
	place.placeOf("", q)
	further := ""
	for _, w := range place.where {
		further += " AND " + w
	}
	const newest = "group_sources INDEXED BY group_sources_latest WHERE source_id = json_each.value"
	last := "(SELECT latest FROM " + newest + further + " ORDER BY latest DESC LIMIT 1 OFFSET ?)" // NULL: there are not as many
	sel.from = "(SELECT group_id FROM json_each(?) CROSS JOIN " + newest + further + " AND latest >= coalesce(" + last + ", -9223372036854775808)" +
		" GROUP BY group_id ORDER BY max(latest) DESC, group_id DESC LIMIT ?) x CROSS JOIN groups g ON g.id = x.group_id"
	args := append([]any{jsonList(ids)}, place.args...)
	args = append(append(args, place.args...), q.Limit-1, q.Limit)
	sel.args = append(args, sel.args...)
}

// beginWithLanguage has the list be led by the newest groups of a language.
func (sel *selection) beginWithLanguage(q news.GroupQuery) {
	sel.from = "group_languages l INDEXED BY group_languages_latest CROSS JOIN groups g ON g.id = l.group_id"
	sel.order = "l.latest DESC, l.group_id DESC"
	sel.add("l.tongue = ?", primaryTag(q.Language))
	sel.placeOf("l.", q)
}

// beginWith has the list begin with the groups of one of these tables. Where it
// asks for nothing but time and place, the first of them are the list: the rows of
// the others are not read.
func (sel *selection) beginWith(of string, arg any, q news.GroupQuery) {
	inner := selection{args: []any{arg}}
	limit := -1
	if q.Limit > 0 && q.Order != news.GroupsChanged && q.Publishers == 0 && !q.Exclusive && q.ChangedAfter.IsZero() &&
		q.Read == nil && q.Saved == nil && len(sel.where) == 0 {
		inner.placeOf("", q)
		limit = q.Limit
	}
	by := "max(latest) DESC, group_id DESC"
	if q.Order == news.GroupsHeadlines {
		by = "max(rank) DESC, group_id DESC"
	}
	text := of
	for _, w := range inner.where {
		text += " AND " + w
	}
	sel.from = "(SELECT group_id FROM " + text + " GROUP BY group_id ORDER BY " + by + " LIMIT ?) x CROSS JOIN groups g ON g.id = x.group_id"
	sel.args = append(append(inner.args, limit), sel.args...)
}
