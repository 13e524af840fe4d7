package store

import (
	"context"
	"testing"
	"time"

	"alsoread/news"
)

// changedSince walks the list of what changed, a piece at a time, as a client does.
func changedSince(t *testing.T, s *Store, after time.Time) (ids []int64, last time.Time) {
	t.Helper()
	q := news.Query{ChangedAfter: after, Limit: 2}
	last = after
	for range 100 {
		page := list(t, s, q)
		for i := range page {
			ids, last = append(ids, page[i].ID), page[i].Changed
			q.Before = q.Cursor(&page[i])
		}
		if len(page) < q.Limit {
			return ids, last
		}
	}
	t.Fatal("the list does not end")
	return nil, last
}

// Whoever reads what changed, and goes on from the last change it saw, sees each
// change once: new stories, edits, further sources, pages that were read.
func TestChangedAfter(t *testing.T) {
	s := openTest(t)
	a, b := testSource("a"), testSource("b")
	save(t, s, scanOf(a, noon, item(1), item(2), item(3), item(4), item(5)))
	first, last := changedSince(t, s, time.Unix(1, 0))
	if len(first) != 5 {
		t.Fatalf("at first %v", first)
	}
	steps := []struct {
		name string
		do   func()
		want int64
	}{
		{"nothing", func() { save(t, s, scanOf(a, noon.Add(time.Minute), item(1), item(2))) }, 0},
		{"an edit", func() {
			edited := item(2)
			edited.Title = "Story number 2, corrected"
			save(t, s, scanOf(a, noon.Add(2*time.Minute), edited))
		}, byTitle(t, s, "Story number 2").ID},
		{"another source, whose scan began before the others", func() { save(t, s, scanOf(b, noon.Add(-time.Hour), item(4))) }, byTitle(t, s, "Story number 4").ID},
		{"its page was read", func() {
			story := byTitle(t, s, "Story number 5").ID
			if err := s.Keep(context.Background(), []news.Article{{Story: story, At: noon, Content: "<p>More of it than the feed had, and more again.</p>"}}); err != nil {
				t.Fatal(err)
			}
		}, byTitle(t, s, "Story number 5").ID},
	}
	for _, step := range steps {
		step.do()
		got, now := changedSince(t, s, last)
		if step.want == 0 && len(got) > 0 || step.want != 0 && (len(got) != 1 || got[0] != step.want || !now.After(last)) {
			t.Errorf("%s: %v at %v after %v, want %d", step.name, got, now, last, step.want)
		}
		last = now
	}
}

func byTitle(t *testing.T, s *Store, title string) news.Story {
	t.Helper()
	for _, story := range list(t, s, news.Query{}) {
		if story.Title == title {
			return story
		}
	}
	t.Fatalf("no story %q", title)
	return news.Story{}
}

func TestNewerThan(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(testSource("a"), noon, item(1), item(2)))
	v, err := s.Version(context.Background())
	if err != nil || v.Stories != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
	save(t, s, scanOf(testSource("a"), noon, item(1), item(30), item(20)))
	got := list(t, s, news.Query{NewerThan: v.Stories})
	if len(got) != 2 || got[0].Title != "Story number 20" || got[1].Title != "Story number 30" {
		t.Errorf("%d stories", len(got))
	}
	if got := list(t, s, news.Query{NewerThan: v.Stories + 2}); len(got) != 0 {
		t.Errorf("%d stories after the last", len(got))
	}
}
