package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// rounds is how often a process is killed: 20, or ALSOREAD_KILLS.
func rounds(t testing.TB) int {
	if v := os.Getenv("ALSOREAD_KILLS"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 20
}

func TestKilledWhileSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	acknowledged := map[int]bool{}
	first, killed := 0, 0
	for round := range rounds(t) {
		cmd := command(t, "write", path, fmt.Sprint(first), "1000")
		soon := func() time.Duration { return time.Duration(rand.IntN(120)) * time.Millisecond }
		kill := func() { _ = cmd.Process.Kill() }
		// Every second process is killed while it starts, however slow it is at
		// that; the others once they have begun to write.
		begun := make(chan struct{}, 1)
		wait := lines(t, cmd, func(line string) {
			acknowledged[number(line)] = true
			select {
			case begun <- struct{}{}:
			default:
			}
		})
		timer := time.AfterFunc(soon(), kill)
		if round%2 == 1 && timer.Stop() {
			timer = time.AfterFunc(20*time.Second, kill)
			go func() {
				<-begun
				timer.Reset(soon())
			}()
		}
		if err := wait(); err != nil {
			killed++
		}
		close(begun)
		timer.Stop()
		if _, err := os.Stat(path); err != nil {
			continue // killed before there was a database
		}
		first = verifyAfterKill(t, path, acknowledged)
	}
	if killed == 0 || len(acknowledged) == 0 {
		t.Errorf("%d kills, %d acknowledged batches: nothing was tested", killed, len(acknowledged))
	}
	t.Logf("%d kills, %d acknowledged batches", killed, len(acknowledged))
}

// verifyAfterKill returns the number the next batch is to have.
func verifyAfterKill(t *testing.T, path string, acknowledged map[int]bool) (next int) {
	t.Helper()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sound(t, s)
	whole := wholeBatches(t, s)
	for n := range acknowledged {
		if !whole[n] {
			t.Errorf("batch %d was acknowledged and is lost", n)
		}
	}
	for n := range whole {
		next = max(next, n+1)
	}
	return next
}

// furtherStep is the real migrations and a long one after them.
func furtherStep(t testing.TB, further string) []migration {
	t.Helper()
	steps, err := migrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	return append(steps, migration{number: len(steps) + 1, name: "9999_more.sql", sql: further})
}

const slowStep = `CREATE TABLE extra (n INTEGER PRIMARY KEY, text TEXT) STRICT;
INSERT INTO extra WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40000) SELECT n, hex(randomblob(40)) FROM c;
ALTER TABLE stories ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;
CREATE INDEX stories_weight ON stories (weight);`

func plain(t testing.TB, path string) *sql.DB {
	t.Helper()
	uri, err := fileURI(path, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func slowMigration(path string) error {
	t := &testing.T{}
	return migrate(context.Background(), plain(t, path), furtherStep(t, slowStep))
}

func TestKilledWhileMigrating(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	s := openAt(t, path, Options{})
	save(t, s, batchScans(0)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		cmd := command(t, "migrate", path)
		wait := lines(t, cmd, func(string) {})
		timer := time.AfterFunc(time.Duration(10+i*12)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		_ = wait()
		timer.Stop()
		checkStep(t, path)
	}
	if err := migrate(context.Background(), plain(t, path), furtherStep(t, slowStep)); err != nil {
		t.Fatal(err)
	}
	if n := checkStep(t, path); n != len(furtherStep(t, "")) {
		t.Errorf("schema %d after the migration ran to its end", n)
	}
}

// checkStep wants the second step to be there whole or not at all.
func checkStep(t *testing.T, path string) (schema int) {
	t.Helper()
	db := plain(t, path)
	defer db.Close()
	ctx := context.Background()
	schema, err := schemaNumber(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	var tables, columns, rows int
	if err := db.QueryRow(`SELECT (SELECT count(*) FROM sqlite_schema WHERE name IN ('extra', 'stories_weight')),
		(SELECT count(*) FROM pragma_table_info('stories') WHERE name = 'weight'), (SELECT count(*) FROM stories)`).Scan(&tables, &columns, &rows); err != nil {
		t.Fatal(err)
	}
	if want := schema - len(furtherStep(t, "")) + 1; tables != 2*want || columns != want || rows != batchSources*batchItems {
		t.Errorf("schema %d with %d tables, %d columns, %d stories", schema, tables, columns, rows)
	}
	if err := quickCheck(ctx, db); err != nil {
		t.Error(err)
	}
	return schema
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	openAt(t, path, Options{}).Close()
	db := plain(t, path)
	err := migrate(context.Background(), db, furtherStep(t, "CREATE TABLE extra (n); INSERT INTO nowhere VALUES (1);"))
	if err == nil || !strings.Contains(err.Error(), "9999_more.sql") {
		t.Errorf("error %v", err)
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d tables left, %v", n, err)
	}
}

func TestMigrationNumbers(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"gap":       {"migrations/0001_a.sql": {}, "migrations/0003_b.sql": {}},
		"twice":     {"migrations/0001_a.sql": {}, "migrations/0001_b.sql": {}},
		"no number": {"migrations/first.sql": {}},
	} {
		if _, err := migrations(files); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
