package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alsoread/news"
)

// sound fails the test unless Check finds nothing wrong.
func sound(t testing.TB, s *Store) Report {
	t.Helper()
	r, err := s.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Problems) > 0 {
		t.Errorf("problems: %q", r.Problems)
	}
	return r
}

func TestPurgeByAge(t *testing.T) {
	s := openTest(t)
	now := time.Now().UTC()
	src := testSource("a")
	old, fresh := item(1), item(2)
	save(t, s, scanOf(src, now.AddDate(0, 0, -40), old))
	old.Title = "Story number 1, corrected"
	save(t, s, scanOf(src, now.AddDate(0, 0, -39), old))
	save(t, s, scanOf(testSource("b"), now.AddDate(0, 0, -38), old))
	save(t, s, scanOf(src, now, old, fresh))

	removed, err := s.Purge(context.Background(), Retention{Age: 30 * 24 * time.Hour})
	if err != nil || removed != 1 {
		t.Fatalf("removed %d, %v", removed, err)
	}
	if got := one(t, s); got.Title != fresh.Title || got.Content != fresh.Content {
		t.Errorf("left %+v", got)
	}
	r := sound(t, s)
	if r.Sightings != 1 || r.Revisions != 0 {
		t.Errorf("%d sightings and %d revisions left", r.Sightings, r.Revisions)
	}

	t.Run("it does not return", func(t *testing.T) {
		for _, src := range []news.Source{src, testSource("c")} {
			if saved := save(t, s, scanOf(src, now.Add(time.Hour), old)); saved[0] != (news.Saved{}) {
				t.Errorf("%s: saved %+v", src.Name, saved[0])
			}
		}
		moved := old
		moved.URL += "?page=1&utm_source=x"
		moved.URL = "https://news.example/2026/09/story-1-moved.html"
		save(t, s, scanOf(src, now.Add(2*time.Hour), moved))
		byURL := moved
		byURL.GUID = "new guid, but the address it has moved to"
		save(t, s, scanOf(src, now.Add(3*time.Hour), byURL))
		one(t, s)
		sound(t, s)
	})
}

func TestPurgeBySize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	s := openAt(t, path, Options{})
	for i, scan := range worldScans(30, 30) {
		scan.At = noon.Add(time.Duration(i) * time.Second)
		save(t, s, scan)
	}
	const size = 1 << 20
	removed, err := s.Purge(context.Background(), Retention{Size: size})
	if err != nil {
		t.Fatal(err)
	}
	left := list(t, s, news.Query{Content: true})
	if removed == 0 || len(left) == 0 || removed+len(left) != 900 {
		t.Fatalf("%d removed, %d left", removed, len(left))
	}
	for _, story := range left {
		if story.Content == "" || story.FirstSeen.Before(noon.Add(time.Duration(removed/30)*time.Second)) {
			t.Fatalf("left %+v", story)
		}
	}
	sound(t, s)
	if info, err := os.Stat(path); err != nil || info.Size() > size {
		t.Errorf("the file has %d bytes (%v), want at most %d", info.Size(), err, size)
	}
}

func TestPurgeNothing(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(testSource("a"), noon, item(1)))
	before := version(t, s)
	for _, r := range []Retention{{}, {Age: 100 * 365 * 24 * time.Hour}, {Size: 1 << 40}} {
		if n, err := s.Purge(context.Background(), r); n != 0 || err != nil {
			t.Errorf("%+v: removed %d, %v", r, n, err)
		}
	}
	if version(t, s) != before {
		t.Error("the version went on")
	}
}

// A body may belong to several revisions; only what nobody needs goes.
func TestManyRevisions(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	it := item(1)
	for i := range maxRevisions + 20 {
		it.Title = fmt.Sprintf("Live: update %d", i)
		if i%3 == 0 {
			it.Content = fmt.Sprintf("<p>Text %d</p>", i)
		}
		save(t, s, scanOf(src, noon.Add(time.Duration(i)*time.Minute), it))
	}
	story := one(t, s)
	if story.Revisions != maxRevisions+19 || story.Content != it.Content {
		t.Errorf("%d revisions, content %q", story.Revisions, story.Content)
	}
	revisions, err := s.Revisions(context.Background(), story.ID)
	if err != nil || len(revisions) != maxRevisions {
		t.Fatalf("%d revisions kept, %v", len(revisions), err)
	}
	if revisions[0].Title != "Live: update 0" || revisions[len(revisions)-1].Title != "Live: update 118" {
		t.Errorf("first %q, last %q", revisions[0].Title, revisions[len(revisions)-1].Title)
	}
	for _, r := range revisions {
		var n int
		fmt.Sscanf(r.Title, "Live: update %d", &n)
		if want := fmt.Sprintf("<p>Text %d</p>", n-n%3); r.Content != want {
			t.Errorf("%s: content %q, want %q", r.Title, r.Content, want)
		}
	}
	sound(t, s)
}
