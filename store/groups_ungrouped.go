package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"alsoread/news"
)

// maxGroupedText bounds, in characters, what of a story's text is handed to
// grouping: an article has 2,000 to 10,000.
const maxGroupedText = 20_000

// Ungrouped returns stories that are still to be placed, in the order in which
// they came, and stories to be looked at again before them: at most limit of
// each. The state is that of the same moment.
func (s *Store) Ungrouped(ctx context.Context, limit int) ([]news.Ungrouped, news.GroupingState, error) {
	out, state, err := s.ungrouped(ctx, limit)
	if err != nil {
		return nil, state, fmt.Errorf("look for stories to group: %w", explain(err))
	}
	return out, state, nil
}

func (s *Store) ungrouped(ctx context.Context, limit int) (out []news.Ungrouped, state news.GroupingState, err error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, state, err
	}
	defer tx.end()
	var through int64
	err = tx.QueryRowContext(ctx, "SELECT turn, corrected, last_group, through, (SELECT version FROM counters) FROM grouping").
		Scan(&state.Turn, &state.Corrected, &state.LastGroup, &through, &state.Version)
	if err != nil {
		return nil, state, err
	}
	again, err := numbersOf(ctx, tx, "SELECT story_id FROM regroup WHERE story_id <= ? ORDER BY story_id LIMIT ?", through, limit)
	if err != nil {
		return nil, state, err
	}
	fresh, err := numbersOf(ctx, tx, "SELECT id FROM stories WHERE id > ? ORDER BY id LIMIT ?", through, limit)
	if err != nil || len(again)+len(fresh) == 0 {
		return nil, state, err
	}
	out, err = readUngrouped(ctx, tx, append(again, fresh...))
	for i := range out {
		out[i].Again = out[i].ID <= through
	}
	return out, state, err
}

// readUngrouped reads what grouping wants to know of the stories, by number.
func readUngrouped(ctx context.Context, tx queryer, ids []int64) ([]news.Ungrouped, error) {
	list := jsonList(ids)
	rows, err := tx.QueryContext(ctx, `SELECT s.id, s.url, s.title, s.summary, s.body, s.language, s.published, s.updated, s.first_seen, `+storyPublisher+`, s.more
		FROM stories s CROSS JOIN sources src ON src.id = s.source_id WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id`, list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []news.Ungrouped
	refs := map[int64]int64{}
	for rows.Next() {
		var u news.Ungrouped
		var body, published, updated, seen int64
		var extra sql.NullString
		if err := rows.Scan(&u.ID, &u.URL, &u.Title, &u.Text, &body, &u.Language, &published, &updated, &seen, &u.Publisher, &extra); err != nil {
			return nil, err
		}
		if u.Authors, err = authorsOf(extra); err != nil {
			return nil, fmt.Errorf("story %d: %w", u.ID, err)
		}
		u.Published, u.Updated, u.Seen = fromMillis(published), fromMillis(updated), fromMillis(seen)
		if body != 0 {
			refs[u.ID] = body
		}
		out = append(out, u)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	texts, err := readBodies(ctx, tx, refs)
	if err != nil {
		return nil, err
	}
	for i := range out {
		u, text := &out[i], texts[out[i].ID]
		u.Text = visible(orElse(text.content, orElse(text.summary, u.Text)), maxGroupedText)
	}
	return out, addLinks(ctx, tx, list, out)
}

// authorsOf reads the authors of what a row has more of.
func authorsOf(text sql.NullString) ([]string, error) {
	if !strings.Contains(text.String, `"authors":`) {
		return nil, nil
	}
	var m more
	err := json.Unmarshal([]byte(text.String), &m)
	return m.Authors, err
}

// addLinks adds the addresses on the stories' own pages; out is in order of ID. A
// feed may print a page's recommendations in the text: their titles are taken out
// of it, or a story would be about whatever it recommends.
func addLinks(ctx context.Context, tx queryer, list string, out []news.Ungrouped) error {
	rows, err := tx.QueryContext(ctx, "SELECT story_id, url, title FROM links WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY story_id, position", list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var url, title string
		if err := rows.Scan(&id, &url, &title); err != nil {
			return err
		}
		i, found := slices.BinarySearchFunc(out, id, func(u news.Ungrouped, id int64) int { return int(u.ID - id) })
		if found {
			out[i].Links = append(out[i].Links, url)
			out[i].Text = withoutTitle(out[i].Text, title)
		}
	}
	return rows.Err()
}

// shortestTitle is of how many bytes the title of a link must be to be taken out of
// a text: "Read more" may stand there as its own words.
const shortestTitle = 16

func withoutTitle(text, title string) string {
	if len(title) < shortestTitle {
		return text
	}
	return strings.ReplaceAll(text, title, " ")
}

// queryer is what both a transaction and the readers' pool can be asked.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func numbersOf(ctx context.Context, q queryer, query string, args ...any) (out []int64, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// Window streams what grouping remembers of the stories that were first seen at
// or after a time, in the order in which they came; with their texts if asked. A
// Placed, its Profile included, is valid until the next one.
func (s *Store) Window(ctx context.Context, since time.Time, texts bool) iter.Seq2[news.Placed, error] {
	if texts {
		return s.windowTexts(ctx, since)
	}
	return func(yield func(news.Placed, error) bool) {
		rows, err := s.read.QueryContext(ctx, `SELECT p.story_id, p.seen, p.data, m.group_id, m.copy_of FROM profiles p
			CROSS JOIN members m ON m.story_id = p.story_id WHERE p.seen >= ? ORDER BY p.story_id`, millis(since))
		if err != nil {
			yield(news.Placed{}, fmt.Errorf("read the window: %w", explain(err)))
			return
		}
		defer rows.Close()
		var data sql.RawBytes
		for rows.Next() {
			var p news.Placed
			var seen int64
			if err := rows.Scan(&p.Story, &seen, &data, &p.Group, &p.CopyOf); err != nil {
				yield(news.Placed{}, fmt.Errorf("read the window: %w", explain(err)))
				return
			}
			p.Seen, p.Profile = time.UnixMilli(seen).UTC(), data
			if !yield(p, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(news.Placed{}, fmt.Errorf("read the window: %w", explain(err)))
		}
	}
}

// windowTexts is Window with texts, a few hundred at a time.
func (s *Store) windowTexts(ctx context.Context, since time.Time) iter.Seq2[news.Placed, error] {
	return func(yield func(news.Placed, error) bool) {
		var chunk []news.Placed
		flush := func() bool {
			texts, err := s.texts(ctx, chunk)
			for i := range chunk {
				if err != nil {
					yield(news.Placed{}, fmt.Errorf("read the window: %w", explain(err)))
					return false
				}
				if chunk[i].Text = texts[chunk[i].Story]; chunk[i].Text != nil && !yield(chunk[i], nil) {
					return false
				}
			}
			chunk = chunk[:0]
			return true
		}
		for p, err := range s.Window(ctx, since, false) {
			if err != nil {
				yield(news.Placed{}, err)
				return
			}
			p.Profile = nil
			if chunk = append(chunk, p); len(chunk) == storiesAtOnce && !flush() {
				return
			}
		}
		flush()
	}
}

// KeepProfiles keeps what a window remembers of stories that are placed, in the
// place of what it remembered before. Stories that were purged are left out.
func (s *Store) KeepProfiles(ctx context.Context, profiles []news.Remembered) error {
	return s.transact(ctx, func(tx *transaction) error {
		for _, p := range profiles {
			if err := tx.run(s.lane.renewProfile, p.Data, p.Story); err != nil {
				return fmt.Errorf("keep the profile of story %d: %w", p.Story, explain(err))
			}
		}
		return nil
	})
}

// texts reads the stories' texts, by number; one that was purged meanwhile is not
// there.
func (s *Store) texts(ctx context.Context, placed []news.Placed) (map[int64]*news.Ungrouped, error) {
	tx, err := s.read.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	ids := make([]int64, len(placed))
	for i, p := range placed {
		ids[i] = p.Story
	}
	read, err := readUngrouped(ctx, tx, ids)
	out := make(map[int64]*news.Ungrouped, len(read))
	for i := range read {
		out[read[i].ID] = &read[i]
	}
	return out, err
}

// Placing returns the groups that the stories are in now; those that are in none
// are left out.
func (s *Store) Placing(ctx context.Context, stories []int64) (map[int64]int64, error) {
	out := make(map[int64]int64, len(stories))
	rows, err := s.read.QueryContext(ctx, "SELECT story_id, group_id FROM members WHERE story_id IN (SELECT value FROM json_each(?))", jsonList(stories))
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var story, group int64
		if err := rows.Scan(&story, &group); err != nil {
			return nil, explain(err)
		}
		out[story] = group
	}
	return out, explain(rows.Err())
}

// regroupAgain has grouping look at a story once more.
func (t *transaction) regroupAgain(stories ...int64) error {
	if len(stories) == 0 {
		return nil
	}
	_, err := t.Exec(`INSERT INTO regroup (story_id, at) SELECT value, (SELECT version + 1 FROM counters) FROM json_each(?) WHERE true
		ON CONFLICT (story_id) DO UPDATE SET at = excluded.at`, jsonList(stories))
	return err
}
