package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Retention says what Purge may remove; the zero value: nothing.
type Retention struct {
	Age  time.Duration // stories first seen longer ago than this; 0: no limit
	Size int64         // bytes the database may have, its -wal file not counted: the oldest stories go first; 0: no limit
}

// purgeAtOnce is how many stories one transaction removes: 12 ms during which
// nobody else can write.
const purgeAtOnce = 500

// Purge removes what retention does not cover, with sightings and revisions, and
// returns how many stories that were. Their identities stay as tombstones, about
// 70 bytes a story, so that a source which still lists one does not bring it
// back. Space is given back to the file system. When ctx ends, what was removed
// until then is removed.
func (s *Store) Purge(ctx context.Context, r Retention) (removed int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("purge: %w", explain(err))
		}
	}()
	if r.Age > 0 {
		if removed, err = s.purgeOlder(ctx, millis(time.Now().Add(-r.Age))); err != nil {
			return removed, err
		}
	}
	if r.Size > 0 {
		n, err := s.purgeLarger(ctx, r.Size)
		if removed += n; err != nil {
			return removed, err
		}
	}
	if removed == 0 {
		return 0, nil
	}
	return removed, s.shrink(ctx)
}

// purgeOlder goes through stories as they came, which is nearly the order of
// first_seen and needs no index of it: scans of one batch began up to a minute
// apart. It ends at the first thousand without an old one.
func (s *Store) purgeOlder(ctx context.Context, cutoff int64) (removed int, err error) {
	var after int64
	for {
		chunk, err := s.oldest(ctx, after, 2*purgeAtOnce)
		if err != nil {
			return removed, err
		}
		var old []int64
		for _, p := range chunk {
			after = p.id
			if p.sort < cutoff {
				old = append(old, p.id)
			}
		}
		if len(old) == 0 {
			return removed, nil
		}
		if err := s.purgeStories(ctx, old); err != nil {
			return removed, err
		}
		removed += len(old)
	}
}

func (s *Store) purgeLarger(ctx context.Context, size int64) (removed int, err error) {
	for {
		used, err := s.usedBytes(ctx)
		if err != nil || used <= size {
			return removed, err
		}
		n, err := s.share(ctx, float64(used-size)/float64(used))
		if err != nil {
			return removed, err
		}
		chunk, err := s.oldest(ctx, 0, n)
		if err != nil || len(chunk) == 0 {
			return removed, err
		}
		ids := make([]int64, len(chunk))
		for i, p := range chunk {
			ids[i] = p.id
		}
		if err := s.purgeStories(ctx, ids); err != nil {
			return removed, err
		}
		removed += len(ids)
	}
}

// share is how many stories to remove for this share of the file: some less, for
// the next look at the size, and no more than at once.
func (s *Store) share(ctx context.Context, part float64) (int, error) {
	var stories float64
	err := s.read.QueryRowContext(ctx, "SELECT last_story - (SELECT coalesce(min(id), 0) FROM stories) FROM counters").Scan(&stories)
	return int(min(max(stories*part*0.8, 20), purgeAtOnce)), err
}

// oldest returns stories as they came, with first_seen in place of sort.
func (s *Store) oldest(ctx context.Context, after int64, limit int) ([]place, error) {
	if s.write == nil {
		return nil, ErrReadOnly
	}
	rows, err := s.read.QueryContext(ctx, "SELECT first_seen, id FROM stories WHERE id > ? ORDER BY id LIMIT ?", after, limit)
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

// usedBytes is the size of the file without its free pages.
func (s *Store) usedBytes(ctx context.Context) (int64, error) {
	var pages, free, size int64
	err := s.read.QueryRowContext(ctx, "SELECT page_count, freelist_count, page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size").
		Scan(&pages, &free, &size)
	return (pages - free) * size, err
}

func (s *Store) purgeStories(ctx context.Context, ids []int64) error {
	return s.transact(ctx, func(tx *transaction) error {
		list := jsonList(ids)
		refs, err := tx.numbers(`SELECT body FROM stories WHERE id IN (SELECT value FROM json_each(?1)) AND body <> 0
			UNION SELECT body FROM revisions WHERE story_id IN (SELECT value FROM json_each(?1)) AND body <> 0`, list)
		if err != nil {
			return err
		}
		if err := s.lane.punch(tx, refs); err != nil {
			return err
		}
		if err := s.purgeMembers(tx, list); err != nil {
			return err
		}
		for _, remove := range []string{
			`UPDATE sources SET stories = stories - n FROM (SELECT source_id, count(DISTINCT story_id) AS n FROM sightings
				WHERE story_id IN (SELECT value FROM json_each(?)) GROUP BY source_id) WHERE id = source_id`,
			`DELETE FROM listings WHERE (source_id, story_id) IN (SELECT source_id, story_id FROM sightings WHERE story_id IN (SELECT value FROM json_each(?)))`,
			"DELETE FROM sightings WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM revisions WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM articles WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM links WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM targets WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM reading WHERE story_id IN (SELECT value FROM json_each(?))",
			"DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))",
			"DELETE FROM stories WHERE id IN (SELECT value FROM json_each(?))",
		} {
			if _, err := tx.Exec(remove, list); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("DELETE FROM days WHERE day < (SELECT max(day) - ? FROM days)", keptDays); err != nil {
			return err
		}
		return tx.touch(s.lane)
	})
}

// punch makes holes in place of bodies; a block of holes alone goes.
func (l *lane) punch(tx *transaction, refs []int64) error {
	holes := map[int64][]int{}
	for _, ref := range refs {
		number, place := refBlock(ref)
		holes[number] = append(holes[number], place)
	}
	for number, places := range holes {
		if err := l.punchBlock(tx, number, places); err != nil {
			return fmt.Errorf("block %d: %w", number, err)
		}
	}
	return nil
}

func (l *lane) punchBlock(tx *transaction, number int64, places []int) error {
	var data []byte
	if err := tx.bind(l.readBlock).QueryRow(number).Scan(&data); err != nil {
		return err
	}
	old, err := l.blocks.unpack(data)
	if err != nil {
		return err
	}
	bodies, left := make([]body, old.len()), 0
	for i := range bodies {
		if slices.Contains(places, i) {
			continue
		}
		if bodies[i], err = old.at(i); err != nil {
			return err
		}
		left += bodies[i].size()
	}
	if left == 0 {
		_, err = tx.Exec("DELETE FROM bodies WHERE id = ?", number)
	} else {
		_, err = tx.Exec("UPDATE bodies SET data = ? WHERE id = ?", l.encoder.EncodeAll(encodeBlock(nil, bodies), nil), number)
	}
	return err
}

// numbers reads in a transaction, which has a context already.
func (t *transaction) numbers(query string, args ...any) ([]int64, error) {
	return numbersOf(context.Background(), t, query, args...)
}

// shrink gives free pages back, some at a time: others want to write too.
func (s *Store) shrink(ctx context.Context) error {
	const pagesAtOnce = 2000 // 16 MB
	for {
		var free int64
		if err := s.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
			return err
		}
		if free == 0 {
			break
		}
		if err := s.autocommit(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", min(free, pagesAtOnce))); err != nil {
			return err
		}
	}
	// The file itself gets shorter when the -wal is written back. Readers may
	// hold that up; then it happens with one of the next commits.
	return s.autocommit(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
}

func (s *Store) autocommit(ctx context.Context, statement string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.write.ExecContext(ctx, statement)
	return err
}
