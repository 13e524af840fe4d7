package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// paper is a source whose stories' own pages are read.
func paper(name string) news.Source {
	src := testSource(name)
	src.Articles = true
	return src
}

func wanting(t testing.TB, s *Store, source string, at time.Time) []news.Wanted {
	t.Helper()
	out, err := s.Wanting(context.Background(), source, at, 100)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func keep(t testing.TB, s *Store, articles ...news.Article) {
	t.Helper()
	if err := s.Keep(context.Background(), articles); err != nil {
		t.Fatal(err)
	}
}

func TestWanting(t *testing.T) {
	path := t.TempDir() + "/news.db"
	s := openAt(t, path, Options{})
	save(t, s, scanOf(testSource("plain"), noon, item(1), item(2)))
	if got := wanting(t, s, "plain", noon); len(got) != 0 {
		t.Errorf("a source without articles wants %v", got)
	}
	save(t, s, scanOf(paper("a"), noon, item(2), item(3), item(4)))
	got := wanting(t, s, "a", noon)
	if len(got) != 3 || got[0].URL != item(3).URL || got[1].URL != item(4).URL || got[2].URL != item(2).URL || got[0].Tries != 0 {
		t.Fatalf("wanting %+v", got)
	}
	if first, _ := s.Wanting(context.Background(), "a", noon, 1); len(first) != 1 || first[0] != got[0] {
		t.Errorf("wanting one: %v", first)
	}
	save(t, s, scanOf(paper("b"), noon, item(3)), scanOf(paper("a"), noon.Add(time.Minute), item(3)))
	if got := wanting(t, s, "b", noon); len(got) != 0 {
		t.Errorf("what one source is to read another wants too: %v", got)
	}

	later := noon.Add(time.Hour)
	keep(t, s, news.Article{Story: got[0].Story, At: noon},
		news.Article{Story: got[1].Story, At: noon, Err: errors.New("fetch: 404\nNot Found"), Again: later},
		news.Article{Story: got[2].Story, At: noon, Err: errors.New("gone")})
	if left := wanting(t, s, "a", noon); len(left) != 0 {
		t.Errorf("before its time comes %v", left)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path, Options{})
	if left := wanting(t, s, "a", later); len(left) != 1 || left[0].Story != got[1].Story || left[0].Tries != 1 {
		t.Errorf("after a restart %v are wanted", left)
	}
	sources, err := s.Sources(context.Background())
	if err != nil || sources[0].Unread != 2 || sources[0].ArticleError == "" || strings.Contains(sources[0].ArticleError, "\n") {
		t.Errorf("%+v, %v", sources, err)
	}
	sound(t, s)
}

// A link leads to a story that is known, or to one once it comes.
func TestLinksBecomeEdges(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(paper("a"), noon, item(1), item(2)))
	from := wanting(t, s, "a", noon)[0]
	keep(t, s, news.Article{Story: from.Story, At: noon, AlsoRead: []news.Link{
		{URL: item(2).URL + "?utm_source=alsoread", Title: "Two", Label: "Also Read"},
		{URL: "javascript:void(0)", Title: "no address"},
		{URL: "https://news.example/", Title: "a front page"},
		{URL: item(3).URL, Title: "Three"},
		{URL: item(1).URL, Title: "itself"},
	}})
	got := storyOf(t, s, from.Story).AlsoRead
	two := got[0].Story
	equal(t, got, []news.Link{
		{URL: item(2).URL + "?utm_source=alsoread", Title: "Two", Label: "Also Read", Story: two},
		{URL: item(3).URL, Title: "Three", Position: 1},
		{URL: item(1).URL, Title: "itself", Position: 2},
	})
	if two == 0 || storyOf(t, s, two).URL != item(2).URL {
		t.Errorf("the first link leads to story %d", two)
	}
	before := version(t, s)
	save(t, s, scanOf(testSource("b"), noon.Add(time.Hour), item(3)))
	if three := storyOf(t, s, from.Story).AlsoRead[1].Story; three == 0 || storyOf(t, s, three).URL != item(3).URL {
		t.Errorf("the story that came is %d", three)
	}
	if version(t, s) == before {
		t.Error("readers are not told")
	}
	keep(t, s, news.Article{Story: from.Story, At: noon, AlsoRead: []news.Link{{URL: item(2).URL, Title: "Two"}}})
	if again := storyOf(t, s, from.Story).AlsoRead; len(again) != 1 {
		t.Errorf("read again: %v", again)
	}
	if _, err := s.Purge(context.Background(), Retention{Age: time.Since(noon.Add(time.Minute))}); err != nil {
		t.Fatal(err)
	}
	if left := list(t, s, news.Query{}); len(left) != 1 || left[0].AlsoRead != nil {
		t.Errorf("after the purge %+v", left)
	}
	sound(t, s)
}

func storyOf(t testing.TB, s *Store, id int64) news.Story {
	t.Helper()
	story, err := s.Story(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return story
}

// What the page says fills in what the feed left out, and stays when the feed
// says its part again.
func TestArticleFillsIn(t *testing.T) {
	whole := "<p>" + strings.Repeat("All that the page has to say. ", 40) + "</p>"
	page := news.Article{At: noon, Title: "other", Authors: []string{"Page Author"}, Published: noon.Add(-time.Hour), Updated: noon,
		Image: "https://news.example/page.jpg", ImageCredit: "Ana Lens", Language: "de", Paywalled: true, Categories: []string{"page"}, Content: whole}
	for name, test := range map[string]struct {
		item  func(*news.Item)
		check func(t *testing.T, got news.Story)
	}{
		"a bare item": {func(it *news.Item) { *it = news.Item{GUID: it.GUID, URL: it.URL, Title: it.Title} }, func(t *testing.T, got news.Story) {
			if got.Content != whole || got.Image != page.Image || got.Language != "de" || got.Authors[0] != "Page Author" ||
				got.Categories[0] != "page" || !got.Published.Equal(page.Published) || !got.Updated.Equal(noon) {
				t.Errorf("%+v", got)
			}
		}},
		"a short text": {func(*news.Item) {}, func(t *testing.T, got news.Story) {
			if got.Content != whole || got.Summary != item(1).Summary || !got.Published.Equal(item(1).Published) {
				t.Errorf("%+v", got)
			}
		}},
		"a text longer than the page's": {func(it *news.Item) { it.Content = whole + whole }, func(t *testing.T, got news.Story) {
			if got.Content != whole+whole {
				t.Errorf("%d bytes", len(got.Content))
			}
		}},
		"a full item": {func(it *news.Item) {
			it.Authors, it.Image, it.Language, it.Categories = []string{"Feed Author"}, "https://news.example/feed.jpg", "en", []string{"feed"}
		}, func(t *testing.T, got news.Story) {
			if got.Image != "https://news.example/feed.jpg" || got.Language != "en" || got.Authors[0] != "Feed Author" || got.Categories[0] != "feed" {
				t.Errorf("%+v", got)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := openTest(t)
			it := item(1)
			test.item(&it)
			save(t, s, scanOf(paper("a"), noon, it))
			page.Story = one(t, s).ID
			keep(t, s, page)
			test.check(t, one(t, s))
			if got := one(t, s); got.ImageCredit != "Ana Lens" || !got.Paywalled || got.Revisions != 0 {
				t.Errorf("credit %q, %v, %d revisions", got.ImageCredit, got.Paywalled, got.Revisions)
			}
			again := it
			again.CommentsURL = "https://news.example/comments"
			if saved := save(t, s, scanOf(paper("a"), noon.Add(time.Hour), again))[0]; saved.Updated != 0 {
				t.Errorf("the feed's repeating itself is a change: %+v", saved)
			}
			test.check(t, one(t, s))
			if got := one(t, s); got.ImageCredit != "Ana Lens" || got.CommentsURL != again.CommentsURL {
				t.Errorf("after the feed said more: %+v", got)
			}
			again.Title = "Corrected"
			save(t, s, scanOf(paper("a"), noon.Add(2*time.Hour), again))
			if got := one(t, s); got.Title != "Corrected" || got.Revisions != 1 || len(got.Content) < len(whole) {
				t.Errorf("after a correction: %+v", got)
			}
			sound(t, s)
		})
	}
}

// A page without words of the feed is found by its own.
func TestArticleIsFound(t *testing.T) {
	s := openTest(t)
	save(t, s, scanOf(paper("a"), noon, news.Item{GUID: "1", URL: item(1).URL, Title: "Bare"}))
	keep(t, s, news.Article{Story: one(t, s).ID, At: noon, Content: "<p>Zanzibar lighthouse</p>"})
	if got := list(t, s, news.Query{Search: "zanzibar bare"}); len(got) != 1 {
		t.Errorf("%d found", len(got))
	}
}

// The address a page gives itself is its story's too, if the page is that of the
// story.
func TestArticleTellsItsAddress(t *testing.T) {
	s := openTest(t)
	const real = "https://news.example/2026/08/the-real-address.html"
	listed := news.Item{GUID: "1", URL: "https://go.example/r/123456", Title: "Ferry aground"}
	save(t, s, scanOf(paper("a"), noon, listed, item(2)))
	from := wanting(t, s, "a", noon)
	keep(t, s, news.Article{Story: from[1].Story, At: noon, URL: "https://news.example/section/all", Title: "All the news"},
		news.Article{Story: from[0].Story, At: noon, URL: real, Title: "Ferry Aground"})
	saved := save(t, s, scanOf(testSource("b"), noon, news.Item{URL: real, Title: "Ferry aground"},
		news.Item{URL: "https://news.example/section/all", Title: "All"}))[0]
	if saved.New != 1 || saved.Seen != 1 {
		t.Errorf("%+v", saved)
	}
	sound(t, s)
}
