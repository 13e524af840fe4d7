package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite writes on into a file with damaged pages as if nothing were wrong; only
// quick_check tells. It reads the whole file, 160 ms for 62 MB, which is more
// than half of what a scan of 1,000 unchanged sources may take. So Close notes
// size and time of the file it leaves ("sealed"), and Open checks every file
// that is not as it was sealed: after a crash, a copy, a repair, a bit of editing.

// sealTick is how far the clock of a file system may lag: a write within the
// same tick would leave the same time. Linux stamps files every 4 ms or less.
const sealTick = 10 * time.Millisecond

func sealPath(path string) string { return path + "-checked" }

// sealOf describes the file as it lies there; empty when it is not alone, a WAL
// beside it holding what is not yet in it.
func sealOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return ""
	}
	return fmt.Sprintf("%d bytes, written %d\n", info.Size(), info.ModTime().UnixNano())
}

func sealed(path string) bool {
	noted, err := os.ReadFile(sealPath(path))
	now := sealOf(path)
	return err == nil && now != "" && now == string(noted)
}

// seal is called after the last connection was closed. That it could not be
// written costs the next Open a check and nothing else.
func seal(path string) {
	if sealed(path) {
		return
	}
	info, err := os.Stat(path)
	if err != nil {
		return
	}
	if wait := sealTick - time.Since(info.ModTime()); wait > 0 && wait <= sealTick {
		time.Sleep(wait)
	}
	if s := sealOf(path); s != "" {
		_ = os.WriteFile(sealPath(path), []byte(s), 0o666)
	}
}

// quickCheck reports what SQLite finds wrong, at most five lines of it.
func quickCheck(ctx context.Context, db *sql.DB) error {
	found, err := checkLines(ctx, db, "PRAGMA quick_check(5)")
	if hasCode(err, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) {
		found, err = []string{err.Error()}, nil // too damaged even to be checked
	}
	if err != nil {
		return explain(err)
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: quick_check says %q; nothing was written: put a backup in its place", ErrCorrupt, strings.Join(found, "; "))
	}
	return nil
}

// checkLines runs one of SQLite's checks and returns its complaints.
func checkLines(ctx context.Context, db *sql.DB, pragma string) ([]string, error) {
	rows, err := db.QueryContext(ctx, pragma)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			found = append(found, strings.ReplaceAll(line, "\n", " "))
		}
	}
	return found, rows.Err()
}
