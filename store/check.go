package store

import (
	"context"
	"fmt"
	"os"
)

// Report is what Check found: facts, and what is wrong.
type Report struct {
	Path       string
	Bytes      int64 // of the file
	WALBytes   int64 // of what is not yet written back into it
	FreeBytes  int64 // within the file
	Schema     int
	SQLite     string // version
	Sources    int
	Stories    int
	Sightings  int
	Revisions  int
	Identities int // tombstones included
	Version    Version
	Problems   []string // empty: sound
}

// Check reads the whole database and reports on it. The error is for a database
// that could not be read at all.
func (s *Store) Check(ctx context.Context) (Report, error) {
	r := Report{Path: s.path}
	if info, err := os.Stat(s.path); err == nil {
		r.Bytes = info.Size()
	}
	if info, err := os.Stat(s.path + "-wal"); err == nil {
		r.WALBytes = info.Size()
	}
	err := s.read.QueryRowContext(ctx, `SELECT sqlite_version(), (SELECT user_version FROM pragma_user_version),
		(SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size),
		(SELECT count(*) FROM sources), (SELECT count(*) FROM stories), (SELECT count(*) FROM sightings),
		(SELECT count(*) FROM revisions), (SELECT count(*) FROM identities) + (SELECT count(*) FROM old_identities)`).
		Scan(&r.SQLite, &r.Schema, &r.FreeBytes, &r.Sources, &r.Stories, &r.Sightings, &r.Revisions, &r.Identities)
	if err != nil {
		return r, fmt.Errorf("check %s: %w", s.path, explain(err))
	}
	if r.Version, err = s.Version(ctx); err != nil {
		return r, fmt.Errorf("check %s: %w", s.path, err)
	}
	r.Problems, err = s.problems(ctx)
	if err != nil {
		return r, fmt.Errorf("check %s: %w", s.path, explain(err))
	}
	return r, nil
}

// problems asks SQLite, then what SQLite cannot know: that the tables agree. It
// has a connection of its own: on one that searched before, FTS5 (SQLite 3.54)
// checks the index against a list of its parts that it remembers, and reports
// corruption where another connection has written since.
func (s *Store) problems(ctx context.Context) ([]string, error) {
	db, err := s.connect(s.mode, Options{BusyTimeout: busyTimeout})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	found, err := checkLines(ctx, db, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, err
	}
	for _, c := range []struct{ what, query string }{
		{"stories without a sighting", "SELECT count(*) FROM stories WHERE id NOT IN (SELECT story_id FROM sightings)"},
		{"sightings without a story", "SELECT count(*) FROM sightings WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"listings without a story", "SELECT count(*) FROM listings WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"stories that search does not know", "SELECT count(*) FROM stories WHERE id NOT IN (SELECT id FROM search_docsize)"},
		{"stories whose text is missing", "SELECT count(*) FROM stories WHERE body <> 0 AND body / 4096 NOT IN (SELECT id FROM bodies)"},
		{"revisions whose text is missing", "SELECT count(*) FROM revisions WHERE body <> 0 AND body / 4096 NOT IN (SELECT id FROM bodies)"},
		{"revisions without a story", "SELECT count(*) FROM revisions WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"articles without a story", "SELECT count(*) FROM articles WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"links without a story", "SELECT count(*) FROM links WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"targets of links without a story", "SELECT count(*) FROM targets WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"stories that were read or saved and are not there", "SELECT count(*) FROM reading WHERE story_id NOT IN (SELECT id FROM stories)"},
		{"sources whose count of stories is wrong", "SELECT count(*) FROM sources WHERE stories <> (SELECT count(*) FROM listings WHERE source_id = sources.id)"},
	} {
		var n int
		if err := db.QueryRowContext(ctx, c.query).Scan(&n); err != nil {
			return nil, err
		}
		if n > 0 {
			found = append(found, fmt.Sprintf("%d %s", n, c.what))
		}
	}
	return found, nil
}
