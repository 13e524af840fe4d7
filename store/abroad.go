package store

import (
	"context"

	"alsoread/news"
)

// A source that follows Also Read links to other publishers finds stories that
// are not its own publisher's. They are of a query for the publisher that they are
// of, whether that has sources or is known by such stories only.

// abroad reads, from the index of such stories, those of a publisher which some
// sources found.
const abroad = `stories f INDEXED BY stories_abroad WHERE json_extract(f.more, '$.page.publisher') = ?
	AND f.source_id IN (SELECT value FROM json_each(?))`

// findersOf finds the sources which found stories of the publisher of a query, and
// have its names and tags.
func (s *Store) findersOf(ctx context.Context, q news.Query) (ids []int64, err error) {
	var sel selection
	sel.sourcesNamed(q)
	sel.add("id IN (SELECT f.source_id FROM stories f INDEXED BY stories_abroad WHERE json_extract(f.more, '$.page.publisher') = ?)", q.Publisher)
	rows, err := s.read.QueryContext(ctx, "SELECT id FROM sources"+sel.condition(), sel.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// storiesOf begins with the stories that sources listed or found.
func (sel *selection) storiesOf(publisher string, sources *sourceSet) {
	const listed = "SELECT story_id FROM listings WHERE source_id IN (SELECT value FROM json_each(?))"
	if len(sources.finders) == 0 {
		sel.add("s.id IN ("+listed+")", jsonList(sources.ids))
		return
	}
	sel.add("s.id IN ("+listed+" UNION SELECT f.id FROM "+abroad+")", jsonList(sources.ids), publisher, jsonList(sources.finders))
}

// isOf adds that one of the sources listed or found a story.
func (sel *selection) isOf(publisher string, sources *sourceSet) {
	const listed = "EXISTS (SELECT 1 FROM sightings g WHERE g.story_id = s.id AND g.source_id IN (SELECT value FROM json_each(?)))"
	if len(sources.finders) == 0 {
		sel.add(listed, jsonList(sources.ids))
		return
	}
	sel.add("("+listed+" OR s.id IN (SELECT f.id FROM "+abroad+"))", jsonList(sources.ids), publisher, jsonList(sources.finders))
}
