package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"alsoread/news"
)

// noon is when test scans happen unless they say otherwise.
var noon = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

func openTest(t testing.TB) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "news.db"), Options{})
}

func openAt(t testing.TB, path string, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func testSource(name string) news.Source {
	url := "https://" + name + ".example/feed.xml"
	return news.Source{Name: name, URL: url, Display: url, Kind: news.KindFeed, Publisher: name + ".example"}
}

// item is a plain one: guid and link from its number.
func item(n int) news.Item {
	return news.Item{
		GUID:      fmt.Sprintf("guid-%d", n),
		URL:       fmt.Sprintf("https://news.example/2026/08/story-%d.html", n),
		Title:     fmt.Sprintf("Story number %d", n),
		Summary:   fmt.Sprintf("<p>What story %d is about.</p>", n),
		Content:   fmt.Sprintf("<p>All of story %d, at length.</p>", n),
		Published: noon.Add(-time.Duration(n) * time.Minute),
	}
}

func scanOf(src news.Source, at time.Time, items ...news.Item) news.Scan {
	return news.Scan{
		Source: src, At: at, Status: news.StatusOK,
		Listing: &news.Listing{Kind: news.KindFeed, Format: "rss 2.0", Title: src.Name, Items: items},
		State:   news.State{LastScan: at, LastSuccess: at},
	}
}

func save(t testing.TB, s *Store, scans ...news.Scan) []news.Saved {
	t.Helper()
	saved, err := s.Save(context.Background(), scans)
	if err != nil {
		t.Fatal(err)
	}
	if len(saved) != len(scans) {
		t.Fatalf("%d results for %d scans", len(saved), len(scans))
	}
	return saved
}

func list(t testing.TB, s *Store, q news.Query) []news.Story {
	t.Helper()
	var out []news.Story
	for story, err := range s.Stories(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, story)
	}
	return out
}

func one(t testing.TB, s *Store) news.Story {
	t.Helper()
	stories := list(t, s, news.Query{Content: true})
	if len(stories) != 1 {
		t.Fatalf("%d stories, want 1: %+v", len(stories), stories)
	}
	return stories[0]
}

func titles(stories []news.Story) (out []string) {
	for _, story := range stories {
		out = append(out, story.Title)
	}
	return out
}

func version(t testing.TB, s *Store) Version {
	t.Helper()
	v, err := s.Version(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func equal[T any](t testing.TB, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func readAll(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// totalChanges is how many rows the writer has written in its life.
func totalChanges(t testing.TB, s *Store) (n int) {
	t.Helper()
	if err := s.write.QueryRow("SELECT total_changes()").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
