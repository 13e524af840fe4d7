package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"alsoread/news"
)

func TestBackup(t *testing.T) {
	s := openTest(t)
	save(t, s, batchScans(0)...)
	path := filepath.Join(t.TempDir(), "backup.db")
	for range 2 { // the second time over the first
		if err := s.Backup(context.Background(), path); err != nil {
			t.Fatal(err)
		}
	}
	save(t, s, batchScans(1)...)
	b := openAt(t, path, Options{})
	sound(t, b)
	wholeBatches(t, b)
	if n := len(list(t, b, news.Query{Search: "batch"})); n != batchSources*batchItems {
		t.Errorf("%d stories", n)
	}
	save(t, b, batchScans(1)...) // it can be used in its place
	sound(t, b)
	if names, _ := filepath.Glob(path + ".new*"); len(names) > 0 {
		t.Errorf("left behind: %q", names)
	}
}

func TestBackupWhileWriting(t *testing.T) {
	s := openTest(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 60 {
			if _, err := s.Save(context.Background(), batchScans(i)); err != nil {
				t.Error(err)
			}
		}
	})
	path := filepath.Join(t.TempDir(), "backup.db")
	for range 5 {
		if err := s.Backup(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		b := openAt(t, path, Options{ReadOnly: true})
		wholeBatches(t, b)
		sound(t, b)
	}
	wg.Wait()
}

func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "news.db"), Options{})
	save(t, s, batchScans(0)...)
	other := filepath.Join(dir, "sources.yaml")
	if err := os.WriteFile(other, []byte(strings.Repeat("- name: BBC\n", 20)), 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(s.Path(), link); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		other:                                 "nothing was overwritten",
		s.Path():                              "the database itself",
		link:                                  "the database itself",
		dir:                                   "is a folder",
		filepath.Join(dir, "nowhere", "x.db"): "there is no folder",
	} {
		before := fileState(path)
		if err := s.Backup(context.Background(), path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", path, err, says)
		}
		if fileState(path) != before && path != s.Path() {
			t.Errorf("%s was changed", path)
		}
	}
}

func TestBackupOfReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	closed(t, path)
	s := openAt(t, path, Options{ReadOnly: true})
	to := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(context.Background(), to); err != nil {
		t.Fatal(err)
	}
	if n := len(list(t, openAt(t, to, Options{ReadOnly: true}), news.Query{})); n != 300 {
		t.Errorf("%d stories", n)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	for what, spoil := range map[string]string{
		"stories without a sighting":              "DELETE FROM sightings WHERE story_id = 3",
		"sightings without a story":               "DELETE FROM stories WHERE id = 3",
		"stories that search does not know":       "DELETE FROM search WHERE rowid = 3",
		"stories whose text is missing":           "DELETE FROM bodies",
		"sources whose count of stories is wrong": "UPDATE sources SET stories = stories + 1",
	} {
		s := openTest(t)
		save(t, s, batchScans(0)...)
		sound(t, s)
		if _, err := s.write.Exec(spoil); err != nil {
			t.Fatal(err)
		}
		r, err := s.Check(context.Background())
		if err != nil || !strings.Contains(strings.Join(r.Problems, "\n"), what) {
			t.Errorf("%s: %q, %v", what, r.Problems, err)
		}
	}
}
