package labelled

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"alsoread/coverage"
	"alsoread/scanner/clean"
	"alsoread/scanner/feed"
)

// TestFeedsAlone streams the items of real feeds alone. Many are there in several
// versions of a feed and share a group rightly; episodes of a series do not.
func TestFeedsAlone(t *testing.T) {
	if _, err := os.Stat(feedsDir); err != nil {
		t.Skip("the real feeds are not on this machine")
	}
	stories, e := feedStories(t), coverage.New(coverage.Options{})
	for i := range stories {
		stories[i].ID = int64(i + 1)
		e.Add(stories[i])
	}
	members, shared := map[int64]int{}, 0
	for _, s := range stories {
		members[e.GroupOf(s.ID)]++
	}
	for _, n := range members {
		if n > 1 {
			shared += n
		}
	}
	t.Logf("%d of %d items share a group", shared, len(stories))
	if shared > 2000 {
		t.Errorf("%d of %d items share a group, were 2,000 at most", shared, len(stories))
	}
}

const feedsDir = "../../../shared/data/feeds"

// feedStories are the items of real feeds, which are no part of any set: what a
// stream is mostly made of. A feed that cannot be read has none.
func feedStories(t *testing.T) (stories []coverage.Story) {
	t.Helper()
	err := filepath.WalkDir(feedsDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil || len(body) > 4<<20 {
			return err
		}
		l, err := feed.Read(context.Background(), feed.Document{Body: body, URL: "https://feeds.example/" + filepath.ToSlash(path)})
		if err != nil {
			return nil
		}
		for _, it := range l.Items {
			text := it.Content
			if text == "" {
				text = it.Summary
			}
			stories = append(stories, coverage.Story{Title: it.Title, Text: clean.Text(text), URL: it.URL, Publisher: path, Language: it.Language, Published: it.Published})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return stories
}
