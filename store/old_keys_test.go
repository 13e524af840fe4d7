package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"alsoread/news"
)

// beforePlaces makes a database of schema 3 with two stories, a link from the
// first to the second and one to a third that has not come, and a tombstone. Its
// keys are as they were made then.
func beforePlaces(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "news.db")
	s := openAt(t, path, Options{})
	save(t, s, scanOf(testSource("a"), noon.AddDate(-5, 0, 0), purgedItem()), scanOf(testSource("a"), noon, item(1), item(2)))
	if n, err := s.Purge(context.Background(), Retention{Age: time.Since(noon.AddDate(-4, 0, 0))}); n != 1 || err != nil {
		t.Fatalf("purged %d, %v", n, err)
	}
	for _, query := range []string{"DELETE FROM identities", "DROP TABLE old_identities", "PRAGMA user_version = 3"} {
		execute(t, s.write, query)
	}
	stories := map[string]int64{}
	for _, story := range list(t, s, news.Query{}) {
		stories[story.URL] = story.ID
	}
	for _, it := range []news.Item{item(1), item(2), purgedItem()} {
		story := stories[it.URL]
		if story == 0 {
			story = 1 << 40 // gone
		}
		for _, key := range [][]byte{oldKey("url", it.URL), oldKey("guid", "a", it.GUID)} {
			execute(t, s.write, "INSERT INTO identities (key, story_id) VALUES (?, ?)", key, story)
		}
	}
	for n, it := range []news.Item{item(2), item(3)} {
		execute(t, s.write, "INSERT INTO links (story_id, position, key, url, title, label) VALUES (?, ?, ?, ?, '', '')",
			stories[item(1).URL], n, oldKey("url", it.URL), it.URL)
	}
	for _, query := range []string{"DROP TABLE targets", "ALTER TABLE sightings DROP COLUMN followed", "ALTER TABLE sources DROP COLUMN shape",
		"DROP INDEX stories_changed", "DROP INDEX groups_changed", "ALTER TABLE stories DROP COLUMN changed", "DROP TABLE days",
		"ALTER TABLE grouping DROP COLUMN namespace",
		"DROP TABLE group_sources", "DROP TABLE group_languages", "ALTER TABLE members DROP COLUMN tongue",
		"ALTER TABLE regroup DROP COLUMN at",
		"DROP TABLE reading", "DROP INDEX groups_unread", "DROP INDEX groups_saved", "ALTER TABLE groups DROP COLUMN unread", "ALTER TABLE groups DROP COLUMN saved",
		"DROP INDEX stories_abroad"} { // of later schemas
		execute(t, s.write, query)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// oldKey is a key as it was made before it had a place.
func oldKey(parts ...string) []byte {
	text := ""
	for i, part := range parts {
		if i > 0 {
			text += "\x00"
		}
		text += part
	}
	sum := sha256.Sum256([]byte(text))
	return sum[:16]
}

func execute(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func countRows(t *testing.T, s *Store, table string) (n int) {
	t.Helper()
	if err := s.read.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKeysFromBeforeTheyHadPlaces(t *testing.T) {
	s := openAt(t, beforePlaces(t), Options{})
	if n := countRows(t, s, "old_identities"); n != 4 {
		t.Errorf("%d old keys are left; two guids and a tombstone of two keys were to be", n)
	}
	first := list(t, s, news.Query{})[0]
	if first.URL != item(1).URL {
		first = list(t, s, news.Query{})[1]
	}
	if links := first.AlsoRead; len(links) != 2 || links[0].Story == 0 || links[1].Story != 0 {
		t.Errorf("the links are %+v", links)
	}
	moved := item(2)
	moved.URL += "-moved"
	for name, it := range map[string]news.Item{"by address": item(1), "by guid": moved, "a tombstone": purgedItem()} {
		if saved := save(t, s, scanOf(testSource("a"), noon.Add(time.Hour), it))[0]; saved.New != 0 {
			t.Errorf("%s: not known again", name)
		}
	}
	if n := countRows(t, s, "old_identities"); n != 0 {
		t.Errorf("%d old keys were not adopted", n)
	}
	save(t, s, scanOf(testSource("b"), noon.Add(time.Hour), item(3)))
	if links := storyOf(t, s, first.ID).AlsoRead; links[1].Story == 0 {
		t.Error("a link of that time does not lead to the story that came")
	}
	sound(t, s)
}
