package store

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func syncAllOf(t testing.TB, s *Store, sources ...news.Source) {
	t.Helper()
	if err := s.Sync(context.Background(), sources); err != nil {
		t.Fatal(err)
	}
}

func sourcesOf(t testing.TB, s *Store) map[string]news.SourceState {
	t.Helper()
	list, err := s.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]news.SourceState{}
	for _, src := range list {
		out[src.Name] = src
	}
	return out
}

func fullState() news.State {
	return news.State{
		URL: "https://moved.example/feed", ETag: "W/\"\xff abc\"", LastModified: "Sat, 01 Aug 2026 10:00:00 GMT", BodyHash: 1<<63 + 5,
		LastScan: noon, LastSuccess: noon.Add(-time.Hour), LastNew: noon.Add(-2 * time.Hour), Next: noon.Add(time.Hour),
		NotBefore: noon.Add(30 * time.Minute), BackOff: noon.Add(20 * time.Minute), Rhythm: 17 * time.Minute, Failures: 3, FailingSince: noon.Add(-3 * time.Hour),
		Error: "timeout", Retired: noon.Add(-time.Minute), TTL: time.Hour, SkipHours: 1<<31 | 1, SkipDays: 1<<6 | 1,
		Profile: news.Profile{Usual: news.Shape{Items: 20, Dated: 0.95, Card: "li in ul"}, Readings: 3, Drift: "4 items, used to be 20", Since: noon},
	}
}

func TestStateComesBack(t *testing.T) {
	for i, v := 0, reflect.ValueOf(fullState()); i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("fullState leaves out %s: is it kept?", v.Type().Field(i).Name)
		}
	}
	s := openTest(t)
	src := testSource("a")
	syncAllOf(t, s, src)
	scan := news.Scan{Source: src, At: noon, Status: news.StatusFailed, State: fullState()}
	save(t, s, scan)
	states, err := s.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, states, map[string]news.State{"a": fullState()})
}

func TestSyncRename(t *testing.T) {
	s := openTest(t)
	a := testSource("a")
	a.Tags = []string{"world", "asia"}
	syncAllOf(t, s, a, testSource("b"))
	save(t, s, scanOf(a, noon, item(1)))
	id := sourcesOf(t, s)["a"].ID

	renamed := a
	renamed.Name = "A Daily"
	syncAllOf(t, s, renamed, testSource("b"))
	got := sourcesOf(t, s)
	if len(got) != 2 || got["A Daily"].ID != id || got["A Daily"].Stories != 1 || got["A Daily"].Gone {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(got["A Daily"].Tags, a.Tags) {
		t.Errorf("tags %q", got["A Daily"].Tags)
	}
	if saved := save(t, s, scanOf(renamed, noon.Add(time.Hour), item(1))); saved[0] != (news.Saved{}) {
		t.Errorf("after the new name the same item is %+v", saved[0])
	}
	if g := one(t, s).Sightings; len(g) != 1 || g[0].Source != "A Daily" {
		t.Errorf("sightings %+v", g)
	}
	withoutLink := item(2)
	withoutLink.URL = ""
	save(t, s, scanOf(renamed, noon, withoutLink))
	syncAllOf(t, s, a)
	if saved := save(t, s, scanOf(a, noon.Add(time.Hour), withoutLink)); saved[0].New != 0 {
		t.Errorf("a story known by guid alone is new after the source was renamed")
	}
}

// A source may take the name another had: their guids stay apart.
func TestSyncNameUsedAgain(t *testing.T) {
	s := openTest(t)
	a := testSource("a")
	withoutLink := item(1)
	withoutLink.URL = ""
	save(t, s, scanOf(a, noon, withoutLink))
	renamed, other := a, testSource("b")
	renamed.Name, other.Name = "old a", "a"
	// In two steps: at once, the name would count before the URL.
	syncAllOf(t, s, renamed)
	syncAllOf(t, s, renamed, other)
	if saved := save(t, s, scanOf(other, noon, withoutLink), scanOf(renamed, noon, withoutLink)); saved[0].New != 1 || saved[1].New != 0 {
		t.Errorf("saved %+v", saved)
	}
}

func TestSyncSwappedNames(t *testing.T) {
	s := openTest(t)
	a, b := testSource("a"), testSource("b")
	syncAllOf(t, s, a, b)
	before := sourcesOf(t, s)
	c, d := a, b
	c.Name, d.Name = "c", "a" // a is now c, b is now a
	syncAllOf(t, s, c, d)
	after := sourcesOf(t, s)
	// The name counts before the URL: "a" stays row a, with another URL.
	if after["a"].ID != before["a"].ID || after["a"].URL != b.URL || len(after) != 3 {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	if !after["b"].Gone || after["c"].Gone {
		t.Errorf("after %+v", after)
	}
}

func TestSyncRemovedAndReturned(t *testing.T) {
	s := openTest(t)
	a := testSource("a")
	syncAllOf(t, s, a)
	save(t, s, scanOf(a, noon, item(1)))
	syncAllOf(t, s)
	if got := sourcesOf(t, s)["a"]; !got.Gone || got.Stories != 1 {
		t.Errorf("%+v", got)
	}
	if states, _ := s.States(context.Background()); len(states) != 0 {
		t.Errorf("a gone source has a state: %+v", states)
	}
	if g := one(t, s).Sightings; len(g) != 1 || g[0].Source != "a" {
		t.Errorf("%+v", g)
	}
	syncAllOf(t, s, a)
	if got := sourcesOf(t, s)["a"]; got.Gone || got.State.LastScan.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestSyncChanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*news.Source)
		want   func(*news.State)
	}{
		{"nothing", func(*news.Source) {}, func(*news.State) {}},
		{"tags", func(s *news.Source) { s.Tags = []string{"x"} }, func(*news.State) {}},
		{"schedule", func(s *news.Source) { s.Schedule = "@every 5m" }, func(*news.State) {}},
		{"URL", func(s *news.Source) { s.URL += "?2" }, func(s *news.State) {
			*s = news.State{LastScan: s.LastScan, LastSuccess: s.LastSuccess, LastNew: s.LastNew}
		}},
		{"selectors", func(s *news.Source) { s.Select = &news.Select{Item: "article"} }, func(s *news.State) {
			s.ETag, s.LastModified, s.BodyHash, s.Profile = "", "", 0, news.Profile{}
		}},
		{"cap on items", func(s *news.Source) { s.MaxItems = 7 }, func(s *news.State) {
			s.ETag, s.LastModified, s.BodyHash, s.Profile = "", "", 0, news.Profile{}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openTest(t)
			src := testSource("a")
			syncAllOf(t, s, src)
			save(t, s, news.Scan{Source: src, At: noon, Status: news.StatusFailed, State: fullState()})
			c.change(&src)
			syncAllOf(t, s, src)
			want := fullState()
			c.want(&want)
			equal(t, sourcesOf(t, s)["a"].State, want)
		})
	}
}

func TestSyncKeepsNoSecret(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	src.URL, src.Display = "https://a.example/feed?key=hunter2-secret", "https://a.example/feed?key=${KEY}"
	src.Headers, src.Password = map[string]string{"X": "hunter2-secret"}, "hunter2-secret"
	syncAllOf(t, s, src)
	save(t, s, scanOf(src, noon, item(1)))
	if got := sourcesOf(t, s)["a"].URL; got != src.Display {
		t.Errorf("URL %q", got)
	}
	if err := s.autocommit(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(readAll(t, s.path), "hunter2") {
		t.Error("the secret is in the file")
	}
}

func TestSyncTwiceWritesNothing(t *testing.T) {
	s := openTest(t)
	var sources []news.Source
	for _, scan := range worldScans(50, 0) {
		sources = append(sources, scan.Source)
	}
	syncAllOf(t, s, sources...)
	before := totalChanges(t, s)
	syncAllOf(t, s, sources...)
	if after := totalChanges(t, s); after != before {
		t.Errorf("%d rows written", after-before)
	}
}
