package scanner

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// recommending is a page with text and links to other stories.
func recommending(links ...string) string {
	var b strings.Builder
	b.WriteString(`<html lang=en><head><title>Ferry aground</title></head><body><article><h1>Ferry aground</h1>
<p>The ferry Anna ran aground on the bar this morning with ninety people on board, and nobody was hurt at all.</p>`)
	for _, link := range links {
		fmt.Fprintf(&b, `<p><strong>Also Read:</strong> <a href="%s">What else was written on that very day</a></p>`, link)
	}
	b.WriteString(`<p>The harbour master said that the tide would lift her in the evening, and that the pilots had done their work well.</p></article></body></html>`)
	return b.String()
}

// The daemon follows links too: a site that is down is asked again, what is no
// article is not.
func TestRunFollowsLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 1, "a")
		sources[0].Follow = news.FollowPublisher
		o := site(func(address string) (*Response, error) {
			r := html(recommending("/2026/11/20/down-for-a-day", "/2026/11/20/not-an-article-at-all", "/2026/11/20/good-to-read-today"))
			switch r.URL = address; {
			case strings.HasSuffix(address, "down-for-a-day"):
				return nil, &HTTPError{Status: 503}
			case strings.HasSuffix(address, "not-an-article-at-all"):
				r.Body = []byte("<title>Moved</title><p>Please search.")
			}
			return r, nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		read := 0
		go func() {
			over <- New(o, l, Options{Library: l}).Run(ctx, Plan{Sources: sources}, nil, func(r Result) { read += r.Articles.Followed })
		}()
		time.Sleep(10 * 24 * time.Hour)
		cancel()
		<-over
		for path, want := range map[string]int{"down-for-a-day": len(articleWaits) + 1, "not-an-article-at-all": 1, "good-to-read-today": 1} {
			if got := len(o.times["http://a.example/2026/11/20/"+path]); got != want {
				t.Errorf("%s was asked for %d times, want %d", path, got, want)
			}
		}
		i := slices.IndexFunc(l.kept, func(a news.Article) bool { return a.From != 0 && a.Err == nil })
		if read != 1 || i < 0 || l.kept[i].Story != 0 || l.kept[i].From != 1 || l.kept[i].Title == "" || slices.ContainsFunc(l.kept[i].AlsoRead, func(l news.Link) bool { return l.Follow }) {
			t.Errorf("%d followed: %+v", read, l.kept)
		}
	})
}

// A host that refuses is left alone, and does not keep others from being asked.
func TestFollowLeavesARefusingHostAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 1, "a")
		sources[0].Follow = news.FollowAll
		var links []string
		for i := range 4 {
			links = append(links, fmt.Sprintf("http://tired.example/2026/11/story-number-%d", i), fmt.Sprintf("http://open.example/2026/11/story-number-%d", i))
		}
		o := site(func(address string) (*Response, error) {
			if strings.Contains(address, "tired.example") {
				return nil, &HTTPError{Status: 429, RetryAfter: time.Hour}
			}
			r := html(recommending(links...))
			r.URL = address
			return r, nil
		})
		p := passOf(t, o, l, sources)["a"].Articles
		if p.Followed != 4 || p.Unfollowed != 1 || p.Read != 1 || p.Failed != 0 {
			t.Errorf("%+v", p)
		}
		for _, a := range l.kept {
			if a.From != 0 && a.Err == nil && a.Publisher != "open.example" {
				t.Errorf("of %q: %s", a.Publisher, a.URL)
			}
		}
	})
}

// Pages of stories come first, and max_articles bounds both together.
func TestFollowKeepsToMaxArticles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &memory{}
		sources := papers(l, 6, "a")
		sources[0].Follow, sources[0].MaxArticles = news.FollowPublisher, 4
		o := site(func(address string) (*Response, error) {
			r := html(recommending("/2026/11/behind-" + address[strings.LastIndexByte(address, '-')+1:] + "-of-the-rest"))
			r.URL = address
			return r, nil
		})
		for scan, want := range []Pages{{Read: 4, Links: 4}, {Read: 2, Links: 2, Followed: 2}, {Followed: 4}, {}} {
			if p := passOf(t, o, l, sources)["a"].Articles; p != want {
				t.Errorf("scan %d: %+v, want %+v", scan, p, want)
			}
		}
	})
}
