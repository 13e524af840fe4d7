package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func TestSaveKeepsEveryField(t *testing.T) {
	s := openTest(t)
	it := news.Item{
		GUID: "tag:1", URL: "https://Example.com/a?utm_source=rss&id=1", Title: "A “title” & more", Authors: []string{"Ann", "Bob"},
		Published: noon.Add(-time.Hour), Updated: noon.Add(-time.Minute), Summary: "<p>Short</p>", Content: "<p>Long</p>",
		Image: "https://example.com/a.jpg", Enclosures: []news.Enclosure{{URL: "https://example.com/a.mp3", Type: "audio/mpeg", Length: 5}},
		Categories: []string{"World", "Asia"}, Language: "en-GB", CommentsURL: "https://example.com/a#comments",
	}
	saved := save(t, s, scanOf(testSource("a"), noon, it))
	if saved[0] != (news.Saved{New: 1}) {
		t.Fatalf("saved %+v", saved[0])
	}
	got := one(t, s)
	want := news.Story{
		ID: got.ID, Key: news.Identify("a", &news.Listing{Items: []news.Item{it}})[0].URL, URL: it.URL, Title: it.Title, Authors: it.Authors, Published: it.Published, Updated: it.Updated,
		FirstSeen: noon, Changed: got.Changed, Sort: it.Published, Language: "en-GB", Publisher: "a.example", Summary: it.Summary, Content: it.Content,
		Image: it.Image, Enclosures: it.Enclosures, Categories: it.Categories, CommentsURL: it.CommentsURL, GUID: it.GUID,
		Sightings: []news.Sighting{{Source: "a", SourceURL: "https://a.example/feed.xml", Publisher: "a.example", At: noon, URL: it.URL, Title: it.Title, GUID: it.GUID}},
	}
	if age := time.Since(got.Changed); age < 0 || age > time.Minute {
		t.Errorf("changed at %v", got.Changed)
	}
	equal(t, got, want)
}

func TestFiveSourcesOneStory(t *testing.T) {
	s := openTest(t)
	var scans []news.Scan
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		it := item(1)
		it.GUID = name + "-1"
		it.Title = "As " + name + " puts it"
		scans = append(scans, scanOf(testSource(name), noon, it))
	}
	saved := save(t, s, scans[:3]...)
	saved = append(saved, save(t, s, scans[3:]...)...)
	for i, got := range saved {
		want := news.Saved{Seen: 1}
		if i == 0 {
			want = news.Saved{New: 1}
		}
		if got != want {
			t.Errorf("scan %d: saved %+v, want %+v", i, got, want)
		}
	}
	story := one(t, s)
	if story.Title != "As a puts it" || story.Revisions != 0 {
		t.Errorf("another source's title is only its sighting: %q, %d revisions", story.Title, story.Revisions)
	}
	if len(story.Sightings) != 5 {
		t.Fatalf("%d sightings", len(story.Sightings))
	}
	for i, g := range story.Sightings {
		name := string(rune('a' + i))
		if g.Source != name || g.Title != "As "+name+" puts it" || g.GUID != name+"-1" {
			t.Errorf("sighting %d: %+v", i, g)
		}
	}
}

func TestSecondScanBringsNothing(t *testing.T) {
	s := openTest(t)
	scan := scanOf(testSource("a"), noon, item(1), item(2), item(3))
	save(t, s, scan)
	before := version(t, s)
	scan.At = noon.Add(time.Hour)
	if saved := save(t, s, scan); saved[0] != (news.Saved{}) {
		t.Errorf("saved %+v", saved[0])
	}
	if after := version(t, s); after != before {
		t.Errorf("version went from %+v to %+v", before, after)
	}
	if got := titles(list(t, s, news.Query{})); !slices.Equal(got, []string{"Story number 1", "Story number 2", "Story number 3"}) {
		t.Errorf("%q", got)
	}
}

func TestRevision(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	first := item(1)
	save(t, s, scanOf(src, noon, first))
	second := first
	second.Title = "Story number 1, corrected"
	second.Content = "<p>All of it, and more.</p>"
	if saved := save(t, s, scanOf(src, noon.Add(time.Hour), second)); saved[0] != (news.Saved{Updated: 1}) {
		t.Fatalf("saved %+v", saved[0])
	}
	story := one(t, s)
	if story.Title != second.Title || story.Content != second.Content || story.Summary != first.Summary || story.Revisions != 1 {
		t.Errorf("%+v", story)
	}
	revisions, err := s.Revisions(context.Background(), story.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, revisions, []news.Revision{{Until: noon.Add(time.Hour), Title: first.Title, Summary: first.Summary, Content: first.Content}})
	if len(story.Sightings) != 2 || story.Sightings[0].Title != first.Title || story.Sightings[1].Title != second.Title {
		t.Errorf("sightings %+v", story.Sightings)
	}
	if n := len(list(t, s, news.Query{Search: "corrected"})); n != 1 {
		t.Errorf("the new title is found %d times", n)
	}
}

func TestMarkupAloneIsNoRevision(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	it := item(1)
	save(t, s, scanOf(src, noon, it))
	it.Content = strings.Replace(it.Content, "<p>", `<p><img src="https://t.example/pixel?8472">`, 1)
	it.Image = "https://news.example/new.jpg"
	if saved := save(t, s, scanOf(src, noon.Add(time.Hour), it)); saved[0] != (news.Saved{}) {
		t.Errorf("saved %+v", saved[0])
	}
	story := one(t, s)
	if story.Revisions != 0 || len(story.Sightings) != 1 || story.Image != it.Image {
		t.Errorf("%+v", story)
	}
}

func TestFeedShrinksAndReturns(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	full := scanOf(src, noon, item(1), item(2))
	save(t, s, full)
	save(t, s, scanOf(src, noon.Add(time.Hour)))
	if n := len(list(t, s, news.Query{})); n != 2 {
		t.Fatalf("%d stories after an empty feed", n)
	}
	full.At = noon.Add(2 * time.Hour)
	if saved := save(t, s, full); saved[0] != (news.Saved{}) {
		t.Errorf("saved %+v", saved[0])
	}
}

func TestIdentity(t *testing.T) {
	with := func(change func(*news.Item)) news.Item { it := item(1); change(&it); return it }
	for _, c := range []struct {
		name   string
		second news.Item
		want   int // stories after both
	}{
		{"guid changes, link stays", with(func(it *news.Item) { it.GUID = "other" }), 1},
		{"guid goes", with(func(it *news.Item) { it.GUID = "" }), 1},
		{"link becomes https", with(func(it *news.Item) { it.URL = strings.Replace(it.URL, "https", "http", 1) }), 1},
		{"link gets tracking parameters", with(func(it *news.Item) { it.URL += "?utm_source=rss" }), 1},
		{"guid stays, link is corrected, title stays", with(func(it *news.Item) { it.URL += "-corrected" }), 1},
		{"another guid and link", item(2), 2},
		{"guid used again for another article", with(func(it *news.Item) { it.URL = item(2).URL; it.Title = "Quite another matter altogether" }), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openTest(t)
			save(t, s, scanOf(testSource("a"), noon, item(1)))
			save(t, s, scanOf(testSource("a"), noon.Add(time.Hour), c.second))
			again := save(t, s, scanOf(testSource("a"), noon.Add(2*time.Hour), c.second))
			if n := len(list(t, s, news.Query{})); n != c.want {
				t.Errorf("%d stories, want %d", n, c.want)
			}
			if again[0].New != 0 {
				t.Errorf("the third scan brought %+v", again[0])
			}
		})
	}
}

func TestTwiceInOneListing(t *testing.T) {
	s := openTest(t)
	saved := save(t, s, scanOf(testSource("a"), noon, item(1), item(1), item(2)))
	if saved[0] != (news.Saved{New: 2}) {
		t.Errorf("saved %+v", saved[0])
	}
	if saved := save(t, s, scanOf(testSource("b"), noon, item(1), item(1))); saved[0] != (news.Saved{Seen: 1}) {
		t.Errorf("saved %+v", saved[0])
	}
}

func TestSortNeverInTheFuture(t *testing.T) {
	s := openTest(t)
	future, unknown, past := item(1), item(2), item(3)
	future.Published = noon.AddDate(7000, 0, 0)
	unknown.Published = time.Time{}
	past.Published = noon.Add(-time.Hour)
	save(t, s, scanOf(testSource("a"), noon, past, future, unknown))
	stories := list(t, s, news.Query{})
	if got := titles(stories); !slices.Equal(got, []string{future.Title, unknown.Title, past.Title}) {
		t.Errorf("%q", got)
	}
	for _, story := range stories[:2] {
		if !story.Sort.Equal(noon) {
			t.Errorf("%s sorts at %v", story.Title, story.Sort)
		}
	}
}

func TestFailedScanWritesStateOnly(t *testing.T) {
	s := openTest(t)
	src := testSource("a")
	save(t, s, scanOf(src, noon, item(1)))
	failed := news.Scan{Source: src, At: noon.Add(time.Hour), Status: news.StatusFailed, Listing: &news.Listing{Items: []news.Item{item(2)}},
		State: news.State{ETag: `"x"`, Failures: 1, Error: "timeout", FailingSince: noon}}
	save(t, s, failed)
	if n := len(list(t, s, news.Query{})); n != 1 {
		t.Errorf("%d stories", n)
	}
	states, err := s.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := failed.State
	want.LastNew = noon // kept by the store
	equal(t, states["a"], want)
}

// What a source makes anew at every request does not fill the disk.
func TestEverChangingItems(t *testing.T) {
	for name, change := range map[string]func(it *news.Item, n int){
		"guid":  func(it *news.Item, n int) { it.GUID = fmt.Sprint("session-", n) },
		"link":  func(it *news.Item, n int) { it.URL = fmt.Sprintf("%s?session=%d", it.URL, n) },
		"title": func(it *news.Item, n int) { it.Title = fmt.Sprintf("%s (%d comments)", it.Title, n) },
	} {
		t.Run(name, func(t *testing.T) {
			s := openTest(t)
			const scans = 2*maxSightings + 50
			fresh := 0
			for n := range scans {
				it := item(1)
				change(&it, n)
				fresh += save(t, s, scanOf(testSource("a"), noon.Add(time.Duration(n)*time.Minute), it))[0].New
			}
			r := sound(t, s)
			if fresh != 1 || r.Stories != 1 || r.Sightings > maxSightings || r.Revisions > maxRevisions || r.Identities > maxSightings+2 {
				t.Errorf("%d new, %d stories, %d sightings, %d revisions, %d identities", fresh, r.Stories, r.Sightings, r.Revisions, r.Identities)
			}
		})
	}
}

// Twenty seconds of waiting for a lock end with the context.
func TestWaitEndsWithContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	s, other := openAt(t, path, Options{}), openAt(t, path, Options{BusyTimeout: 20 * time.Second})
	tx, err := s.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err = other.Save(ctx, batchScans(0))
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

func TestErrorKeepsNothing(t *testing.T) {
	s := openTest(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Save(ctx, []news.Scan{scanOf(testSource("a"), noon, item(1))}); err == nil {
		t.Fatal("saved under a context that is done")
	}
	if n := len(list(t, s, news.Query{})); n != 0 {
		t.Errorf("%d stories", n)
	}
	save(t, s, scanOf(testSource("a"), noon, item(1)))
}
