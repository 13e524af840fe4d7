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
