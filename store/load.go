package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"alsoread/news"
)

// extent is what of stories is read besides their rows.
type extent struct{ content, sightings, links bool }

// load reads the stories at these places, in their order, as they are at one
// moment. One that was purged meanwhile is left out.
func (s *Store) load(ctx context.Context, places []place, want extent) ([]news.Story, error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	ids := make([]int64, len(places))
	for i, p := range places {
		ids[i] = p.id
	}
	l := loader{ctx: ctx, tx: tx, ids: jsonList(ids), stories: make(map[int64]*news.Story, len(places)), refs: map[int64]int64{}}
	if err := l.rows(); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		wanted bool
		read   func() error
	}{{want.sightings, l.sightings}, {want.links, l.links}, {want.content, l.contents}} {
		if part.wanted {
			if err := part.read(); err != nil {
				return nil, err
			}
		}
	}
	out := make([]news.Story, 0, len(places))
	for _, id := range ids {
		if story := l.stories[id]; story != nil {
			out = append(out, *story)
		}
	}
	return out, nil
}

// loader gathers what belongs to some stories, one statement for each table.
type loader struct {
	ctx     context.Context
	tx      queryer
	ids     string // JSON
	stories map[int64]*news.Story
	refs    map[int64]int64 // bodies by story
}

func (l *loader) rows() error {
	rows, err := l.tx.QueryContext(l.ctx, "SELECT s.id, s.changed, "+storyRowColumnsOf+`, src.publisher, coalesce(m.group_id, 0), coalesce(m.copy_of, 0)
		FROM stories s CROSS JOIN sources src ON src.id = s.source_id LEFT JOIN members m ON m.story_id = s.id WHERE s.id IN (SELECT value FROM json_each(?))`, l.ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r storyRow
		var changed int64
		story := &news.Story{}
		if err := rows.Scan(append(append([]any{&story.ID, &changed}, r.pointers()...), &story.Publisher, &story.Group, &story.CopyOf)...); err != nil {
			return err
		}
		if err := r.fill(story); err != nil {
			return err
		}
		story.Changed = fromMillis(changed)
		l.stories[story.ID] = story
		if r.Body != 0 {
			l.refs[story.ID] = r.Body
		}
	}
	return rows.Err()
}

func (r *storyRow) fill(s *news.Story) error {
	copy(s.Key[:], r.Key)
	s.URL, s.Title, s.Summary, s.GUID, s.Image, s.Language = r.URL, r.Title, r.Summary, r.GUID, r.Image, r.Language
	s.Published, s.Updated, s.FirstSeen = fromMillis(r.Published), fromMillis(r.Updated), fromMillis(r.FirstSeen)
	s.Sort, s.Revisions = time.UnixMilli(r.Sort).UTC(), int(r.Revisions)
	if !r.More.Valid {
		return nil
	}
	var m more
	if err := json.Unmarshal([]byte(r.More.String), &m); err != nil {
		return fmt.Errorf("story %d: %w", s.ID, err)
	}
	s.Authors, s.Categories, s.Enclosures, s.CommentsURL = m.Authors, m.Categories, m.Enclosures, m.Comments
	if m.Page != nil {
		s.ImageCredit, s.Paywalled = m.Page.ImageCredit, m.Page.Paywalled
		s.Publisher = orElse(m.Page.Publisher, s.Publisher)
	}
	return nil
}

func (l *loader) sightings() error {
	rows, err := l.tx.QueryContext(l.ctx, `SELECT g.story_id, g.at, g.url, g.title, g.guid, coalesce(g.followed, 0), src.name, src.url, src.publisher
		FROM sightings g CROSS JOIN sources src ON src.id = g.source_id
		WHERE g.story_id IN (SELECT value FROM json_each(?)) ORDER BY g.story_id, g.at, g.source_id`, l.ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, at int64
		var url, title, guid sql.NullString
		var g news.Sighting
		if err := rows.Scan(&id, &at, &url, &title, &guid, &g.Followed, &g.Source, &g.SourceURL, &g.Publisher); err != nil {
			return err
		}
		story := l.stories[id]
		if story == nil {
			continue
		}
		g.At, g.URL, g.Title, g.GUID = fromMillis(at), or(url, story.URL), or(title, story.Title), or(guid, story.GUID)
		if g.Followed != 0 && len(story.Sightings) == 0 {
			g.Publisher = story.Publisher
		}
		story.Sightings = append(story.Sightings, g)
	}
	return rows.Err()
}

func (l *loader) contents() error {
	texts, err := readBodies(l.ctx, l.tx, l.refs)
	if err != nil {
		return err
	}
	for id, text := range texts {
		story := l.stories[id]
		story.Content = text.content
		if text.summary != "" {
			story.Summary = text.summary
		}
	}
	return nil
}

// readBodies reads bodies by whatever numbers refs has them under, each block once.
func readBodies(ctx context.Context, tx queryer, refs map[int64]int64) (map[int64]body, error) {
	out := make(map[int64]body, len(refs))
	byBlock := map[int64][]int64{}
	for id, ref := range refs {
		number, _ := refBlock(ref)
		byBlock[number] = append(byBlock[number], id)
	}
	if len(byBlock) == 0 {
		return out, nil
	}
	u, err := newUnpacker()
	if err != nil {
		return nil, err
	}
	defer u.decoder.Close()
	rows, err := tx.QueryContext(ctx, "SELECT id, data FROM bodies WHERE id IN (SELECT value FROM json_each(?))", jsonList(slices.Collect(maps.Keys(byBlock))))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var data sql.RawBytes
		if err := rows.Scan(&number, &data); err != nil {
			return nil, err
		}
		b, err := u.unpack(data)
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", number, err)
		}
		for _, id := range byBlock[number] {
			_, place := refBlock(refs[id])
			if out[id], err = b.at(place); err != nil {
				return nil, fmt.Errorf("block %d: %w", number, err)
			}
		}
	}
	return out, rows.Err()
}
