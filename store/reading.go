package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"alsoread/news"
)

// Reading state is kept by story and follows it from group to group. A group's
// row says what comes of it: news.Summarize, whenever the row is made.

// keepRead has what a purge leaves of a read group stay read: the story that was
// read of a publisher may be gone, a later one of it not have been.
const keepRead = `WITH had (group_id, read) AS MATERIALIZED (SELECT m.group_id, max(r.read) FROM json_each(?1) j
		CROSS JOIN reading r ON r.story_id = j.value CROSS JOIN members m ON m.story_id = r.story_id WHERE r.read > 0 GROUP BY m.group_id)
	INSERT INTO reading (story_id, read) SELECT m.story_id, had.read FROM had
		CROSS JOIN groups g ON g.id = had.group_id CROSS JOIN members m ON m.group_id = g.id WHERE g.unread = 0
	ON CONFLICT (story_id) DO UPDATE SET read = excluded.read WHERE read = 0`

// marked adds what is asked of reading state. Lists of the newest are led by an
// index of it, saved groups of any order by that of the saved, which are few.
func (sel *selection) marked(q news.GroupQuery, few bool) {
	switch {
	case few:
	case q.Saved != nil && *q.Saved:
		sel.from = "groups g INDEXED BY groups_saved"
	case q.Read != nil && q.Order == news.GroupsNewest:
		sel.from = "groups g INDEXED BY groups_unread"
	}
	if q.Read != nil {
		sel.add("g.unread = " + fmt.Sprint(bit(!*q.Read))) // a constant, for the index
	}
	if q.Saved != nil {
		sel.add("g.saved = " + fmt.Sprint(bit(*q.Saved)))
	}
}

// Mark keeps what a reader says of groups and stories, in one transaction, and
// returns the groups it was about, as they are now. A group is read when all its
// stories are that were seen, unread when none is; saved by its lead, and not
// when none of its stories is. Numbers of groups may be old ones; what is not
// there any more is passed over.
func (s *Store) Mark(ctx context.Context, m news.Marks) (groups []news.Group, err error) {
	err = s.transact(ctx, func(tx *transaction) error {
		r := &marking{tx: tx, lane: s.lane, now: time.Now().UnixMilli()}
		if m.Read != nil {
			if err := r.read(&m); err != nil {
				return err
			}
		}
		if m.Saved != nil {
			if err := r.save(&m); err != nil {
				return err
			}
		}
		groups, err = r.end(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	return groups, nil
}

// marking is one change of reading state under way.
type marking struct {
	tx      *transaction
	lane    *lane
	now     int64
	stories []int64 // that it is about
}

// Stories of groups, by the groups' numbers, old or new.
const (
	storiesOfGroups = `SELECT m.story_id FROM json_each(?1) j
		CROSS JOIN members m ON m.group_id = coalesce((SELECT next FROM successors WHERE id = j.value), j.value) WHERE m.joined <= ?2`
	leadsOfGroups = `SELECT g.lead FROM json_each(?1) j
		CROSS JOIN groups g ON g.id = coalesce((SELECT next FROM successors WHERE id = j.value), j.value)`
)

func (r *marking) read(m *news.Marks) error {
	seen := int64(math.MaxInt64)
	if *m.Read && !m.Seen.IsZero() {
		seen = m.Seen.UnixMilli()
	}
	stories, err := r.meant(m, storiesOfGroups, seen)
	if err != nil {
		return err
	}
	if *m.Read {
		_, err = r.tx.Exec(`INSERT INTO reading (story_id, read) SELECT value, ?2 FROM json_each(?1) WHERE true
			ON CONFLICT (story_id) DO UPDATE SET read = excluded.read WHERE read = 0`, stories, r.now)
		return err
	}
	_, err = r.tx.Exec("UPDATE reading SET read = 0 WHERE story_id IN (SELECT value FROM json_each(?))", stories)
	return err
}

func (r *marking) save(m *news.Marks) error {
	if *m.Saved {
		stories, err := r.meant(m, leadsOfGroups)
		if err != nil {
			return err
		}
		_, err = r.tx.Exec(`INSERT INTO reading (story_id, saved) SELECT value, ?2 FROM json_each(?1) WHERE true
			ON CONFLICT (story_id) DO UPDATE SET saved = excluded.saved WHERE saved = 0`, stories, r.now)
		return err
	}
	stories, err := r.meant(m, storiesOfGroups, int64(math.MaxInt64))
	if err != nil {
		return err
	}
	_, err = r.tx.Exec("UPDATE reading SET saved = 0 WHERE story_id IN (SELECT value FROM json_each(?))", stories)
	return err
}

// meant lists the stories that are there of those marked, by themselves or with
// a group.
func (r *marking) meant(m *news.Marks, ofGroups string, args ...any) (string, error) {
	ids, err := r.tx.numbers(ofGroups, append([]any{jsonList(m.Groups)}, args...)...)
	if err != nil {
		return "", err
	}
	alone, err := r.tx.numbers("SELECT id FROM stories WHERE id IN (SELECT value FROM json_each(?))", jsonList(m.Stories))
	if err != nil {
		return "", err
	}
	ids = append(ids, alone...)
	r.stories = append(r.stories, ids...)
	return jsonList(ids), nil
}

// end brings the rows of the groups up to date and returns those groups.
func (r *marking) end(ctx context.Context) ([]news.Group, error) {
	list := jsonList(uniqueSorted(r.stories))
	if _, err := r.tx.Exec("DELETE FROM reading WHERE read = 0 AND saved = 0 AND story_id IN (SELECT value FROM json_each(?))", list); err != nil {
		return nil, err
	}
	groups, err := r.tx.numbers("SELECT DISTINCT group_id FROM members WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY 1", list)
	if err != nil {
		return nil, err
	}
	now, err := newRegrouping(r.lane, r.tx).members(jsonList(groups))
	if err != nil {
		return nil, err
	}
	for _, id := range groups {
		g := news.Summarize(id, standingsOf(now[id]))
		unread, saved := bit(!g.Read), bit(g.Saved)
		if _, err := r.tx.Exec("UPDATE groups SET unread = ?2, saved = ?3 WHERE id = ?1 AND (unread <> ?2 OR saved <> ?3)", id, unread, saved); err != nil {
			return nil, err
		}
	}
	return readGroups(ctx, r.tx, "SELECT "+groupColumns+" FROM groups g WHERE g.id IN (SELECT value FROM json_each(?))", jsonList(groups))
}

const (
	markedAtOnce = 500    // groups of one transaction
	maxMarked    = 10_000 // groups of one MarkThrough
)

// MarkThrough marks as read what a list of the newest shows from its beginning
// through a place (zero: to its end), as it was seen then, and returns those
// groups. After ten thousand of them it stops and says that there are more.
func (s *Store) MarkThrough(ctx context.Context, q news.GroupQuery, through news.GroupCursor, seen time.Time) (marked []news.Group, more bool, err error) {
	yes, no := true, false
	q.Read, q.Order, q.Before, q.Limit = &no, news.GroupsNewest, news.GroupCursor{}, maxMarked+1
	var ids []int64
	for g, err := range s.Groups(ctx, q) {
		if err != nil {
			return nil, false, err
		}
		at := float64(g.Latest.UnixMilli())
		if through.ID != 0 && (at < through.Sort || at == through.Sort && g.ID < through.ID) {
			break
		}
		ids = append(ids, g.ID)
	}
	if more = len(ids) > maxMarked; more {
		ids = ids[:maxMarked]
	}
	for some := range slices.Chunk(ids, markedAtOnce) {
		groups, err := s.Mark(ctx, news.Marks{Groups: some, Read: &yes, Seen: seen})
		if err != nil {
			return marked, true, err
		}
		marked = append(marked, groups...)
	}
	return marked, more, nil
}

// Reading returns what was read and saved of some stories; one that was neither
// is not among them.
func (s *Store) Reading(ctx context.Context, stories []int64) (map[int64]news.Reading, error) {
	out := map[int64]news.Reading{}
	rows, err := s.read.QueryContext(ctx, "SELECT story_id, read, saved FROM reading WHERE story_id IN (SELECT value FROM json_each(?))", jsonList(stories))
	if err != nil {
		return nil, fmt.Errorf("read what was read: %w", explain(err))
	}
	defer rows.Close()
	for rows.Next() {
		var id, read, saved int64
		if err := rows.Scan(&id, &read, &saved); err != nil {
			return nil, fmt.Errorf("read what was read: %w", explain(err))
		}
		out[id] = news.Reading{Read: fromMillis(read), Saved: fromMillis(saved)}
	}
	return out, explain(rows.Err())
}
