package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alsoread/news"
)

func TestRestore(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "news.db"), filepath.Join(dir, "backup.db")
	s := openAt(t, path, Options{})
	save(t, s, scanOf(testSource("a"), noon, item(1), item(2)))
	if err := s.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	save(t, s, scanOf(testSource("a"), noon, item(3)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	done, err := Restore(context.Background(), backup, path)
	if err != nil || done.Stories != 2 || done.Sources != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	now := openAt(t, path, Options{})
	sound(t, now)
	if n := len(list(t, now, news.Query{})); n != 2 {
		t.Errorf("%d stories after the restoration", n)
	}
	old := openAt(t, done.Aside, Options{})
	if n := len(list(t, old, news.Query{})); n != 3 {
		t.Errorf("%d stories in what was kept aside", n)
	}
	if left, _ := filepath.Glob(path + ".new*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if _, err := os.Stat(backup); err != nil {
		t.Error("the backup is gone:", err)
	}
}

func TestRestoreWhereNothingIs(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(testSource("a"), noon, item(1)))
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "new.db")
	done, err := Restore(context.Background(), backup, path)
	if err != nil || done.Aside != "" {
		t.Fatalf("%+v, %v", done, err)
	}
	if n := len(list(t, openAt(t, path, Options{}), news.Query{})); n != 1 {
		t.Errorf("%d stories", n)
	}
}

// What cannot take its place leaves the database as it is.
func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "news.db")
	s := openAt(t, path, Options{})
	save(t, s, batchScans(0)...)
	sick := filepath.Join(dir, "sick.db")
	if err := s.Backup(context.Background(), sick); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(sick)
	if err != nil {
		t.Fatal(err)
	}
	copy(text[2*4096:], strings.Repeat("\xff", 4*4096))
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("sick.db", text)
	before, _ := os.ReadFile(path)
	for from, want := range map[string]string{
		sick: "damaged", write("empty.db", nil): "empty", write("text.db", []byte("no database")): "not an SQLite file",
		filepath.Join(dir, "none.db"): "no such file", path: "the database itself", dir: "folder",
	} {
		if _, err := Restore(context.Background(), from, path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", filepath.Base(from), err, want)
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the database has changed")
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 1 { // the lock
		t.Errorf("left behind: %q", left)
	}
}

func TestRestoreRefusesUnderADaemon(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "news.db"), filepath.Join(dir, "backup.db")
	s := openAt(t, path, Options{})
	if err := s.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	unlock, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, err := Restore(context.Background(), backup, path); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
}
