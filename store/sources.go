package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"alsoread/news"
)

// knownSource is a source as the store has it, for Sync to compare.
type knownSource struct {
	id                           int64
	name, url, kind, publisher   string
	urlHash, readingHash, goneAt int64
	tags                         []string
}

// Sync mirrors sources.yaml. A source is found again by its name, else by its
// URL, so that a renamed one keeps its history. One that is no longer there is
// marked gone and keeps everything. A changed URL begins anew with validators,
// moved URL and health; changed settings of reading (kind, selectors, caps)
// only with validators, so that an unchanged body is read once more.
func (s *Store) Sync(ctx context.Context, sources []news.Source) error {
	err := s.transact(ctx, func(tx *transaction) error {
		known, err := loadKnown(ctx, tx.Tx)
		if err != nil {
			return err
		}
		clear(s.lane.sources)
		changed, err := syncAll(ctx, tx.Tx, known, sources)
		if err != nil || !changed {
			return err
		}
		return tx.touch(s.lane) // names and publishers stand in stories
	})
	if err != nil {
		return fmt.Errorf("keep the list of sources: %w", err)
	}
	return nil
}

func syncAll(ctx context.Context, tx *sql.Tx, known []knownSource, sources []news.Source) (changed bool, err error) {
	matched, renamed := match(known, sources)
	// Out of the way first: two sources may have swapped their names.
	for _, id := range renamed {
		if _, err := tx.ExecContext(ctx, "UPDATE sources SET name = char(0) || id WHERE id = ?", id); err != nil {
			return false, err
		}
	}
	for i, src := range sources {
		wrote, err := syncOne(ctx, tx, matched[i], src)
		if err != nil {
			return false, err
		}
		changed = changed || wrote
		if matched[i] != nil {
			matched[i].goneAt = -1 // accounted for
		}
	}
	for _, k := range known {
		if k.goneAt == 0 {
			if _, err := tx.ExecContext(ctx, "UPDATE sources SET gone = ? WHERE id = ?", time.Now().UnixMilli(), k.id); err != nil {
				return false, err
			}
			changed = true
		}
	}
	return changed, nil
}

// match finds for each source the row that is its own, nil for a new one, and
// which rows take another name.
func match(known []knownSource, sources []news.Source) (matched []*knownSource, renamed []int64) {
	byName := map[string]*knownSource{}
	for i := range known {
		byName[known[i].name] = &known[i]
	}
	matched = make([]*knownSource, len(sources))
	for i, src := range sources {
		if k := byName[src.Name]; k != nil {
			matched[i] = k
			delete(byName, src.Name)
		}
	}
	byURL := map[int64]*knownSource{}
	for i := range known {
		if k := &known[i]; byName[k.name] == k {
			byURL[k.urlHash] = k
		}
	}
	for i, src := range sources {
		if matched[i] != nil {
			continue
		}
		if k := byURL[hash64(src.URL)]; k != nil {
			matched[i] = k
			renamed = append(renamed, k.id)
			delete(byURL, k.urlHash)
		}
	}
	return matched, renamed
}

// syncOne writes what differs; nothing, most of the time.
func syncOne(ctx context.Context, tx *sql.Tx, k *knownSource, src news.Source) (wrote bool, err error) {
	want := knownOf(src)
	if k == nil {
		_, err := insertSource(ctx, tx, want)
		return true, err
	}
	if want.id = k.id; want.same(*k) {
		return false, nil
	}
	switch {
	case want.urlHash != k.urlHash:
		_, err = tx.ExecContext(ctx, `UPDATE sources SET moved_url = '', etag = '', last_modified = '', body_hash = 0,
			next_scan = 0, not_before = 0, back_off = 0, rhythm = 0, failures = 0, failing_since = 0, error = '', retired = 0,
			ttl = 0, skip_hours = 0, skip_days = 0, shape = '' WHERE id = ?`, k.id)
	case want.readingHash != k.readingHash:
		_, err = tx.ExecContext(ctx, "UPDATE sources SET etag = '', last_modified = '', body_hash = 0, shape = '' WHERE id = ?", k.id)
	}
	if err != nil {
		return false, err
	}
	if err := writeTags(ctx, tx, k.id, want.tags); err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE sources SET name = ?, url = ?, kind = ?, publisher = ?, url_hash = ?, reading_hash = ?, gone = 0 WHERE id = ?",
		want.name, want.url, want.kind, want.publisher, want.urlHash, want.readingHash, k.id)
	return true, err
}

func (k knownSource) same(as knownSource) bool {
	return k.name == as.name && k.url == as.url && k.kind == as.kind && k.publisher == as.publisher &&
		k.urlHash == as.urlHash && k.readingHash == as.readingHash && k.goneAt == as.goneAt && slices.Equal(k.tags, as.tags)
}

// insertSource adds one. Its guids are told apart by its name, as long as no
// other source had that name before: renaming it later makes nothing new.
func insertSource(ctx context.Context, tx *sql.Tx, k knownSource) (ref sourceRef, err error) {
	ref.space = k.name
	for n := 2; ; n++ {
		var taken bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sources WHERE space = ?)", ref.space).Scan(&taken); err != nil {
			return ref, err
		}
		if !taken {
			break
		}
		ref.space = fmt.Sprintf("%s\n%d", k.name, n) // no name has a line feed
	}
	r, err := tx.ExecContext(ctx, "INSERT INTO sources (name, space, url, kind, publisher, url_hash, reading_hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		k.name, ref.space, k.url, k.kind, k.publisher, k.urlHash, k.readingHash)
	if err != nil {
		return ref, err
	}
	if ref.id, err = r.LastInsertId(); err != nil {
		return ref, err
	}
	return ref, writeTags(ctx, tx, ref.id, k.tags)
}

func writeTags(ctx context.Context, tx *sql.Tx, id int64, tags []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM tags WHERE source_id = ?", id); err != nil {
		return err
	}
	for i, tag := range tags {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO tags (tag, source_id, place) VALUES (?, ?, ?)", tag, id, i); err != nil {
			return err
		}
	}
	return nil
}

// knownOf is how a source of the file would lie in the store.
func knownOf(src news.Source) knownSource {
	display := src.Display
	if display == "" {
		display = src.URL
	}
	k := knownSource{
		name: src.Name, url: display, kind: string(src.Kind), publisher: src.Publisher,
		urlHash: hash64(src.URL), readingHash: readingHash(src),
	}
	for _, tag := range src.Tags {
		if !slices.Contains(k.tags, tag) {
			k.tags = append(k.tags, tag)
		}
	}
	return k
}

// readingHash is over the settings that decide what is read out of a body.
func readingHash(src news.Source) int64 {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %d %t", src.Kind, src.MaxItems, src.Articles)
	if src.Select != nil {
		fmt.Fprintf(&b, " select %q", fmt.Sprintf("%+v", *src.Select))
	}
	if src.URLPattern != nil {
		fmt.Fprintf(&b, " pattern %q", src.URLPattern.String())
	}
	return hash64(b.String())
}

// hash64 is short on purpose: URLs may hold secrets, and 64 bits cannot be
// turned back into one.
func hash64(s string) int64 {
	sum := sha256.Sum256([]byte(s))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

func loadKnown(ctx context.Context, tx *sql.Tx) ([]knownSource, error) {
	tags, err := loadTags(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT id, name, url, kind, publisher, url_hash, reading_hash, gone FROM sources ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []knownSource
	for rows.Next() {
		var k knownSource
		if err := rows.Scan(&k.id, &k.name, &k.url, &k.kind, &k.publisher, &k.urlHash, &k.readingHash, &k.goneAt); err != nil {
			return nil, err
		}
		k.tags = tags[k.id]
		out = append(out, k)
	}
	return out, rows.Err()
}

// querier is what a transaction and a pool have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func loadTags(ctx context.Context, q querier) (map[int64][]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT source_id, tag FROM tags ORDER BY source_id, place")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]string{}
	for rows.Next() {
		var id int64
		var tag string
		if err := rows.Scan(&id, &tag); err != nil {
			return nil, err
		}
		out[id] = append(out[id], tag)
	}
	return out, rows.Err()
}
