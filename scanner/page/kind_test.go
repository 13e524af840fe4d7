package page

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func teasers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<article><h2><a href="/2026/02/27/story-number-%d-of-the-day">Story number %d of the day is told in a long headline</a></h2></article>`, i, i)
	}
	return b.String()
}

func TestWhatAPageIs(t *testing.T) {
	const declared = `<meta property="og:type" content="article"><meta property="article:published_time" content="2026-02-28T10:00:00Z">`
	for name, test := range map[string]struct {
		address, html    string
		listing, article bool
		isArticle        bool
	}{
		"an article":                         {storyURL, storyPage("", ""), false, true, true},
		"an article under a short address":   {"https://news.example/flood", storyPage("", ""), false, true, true},
		"a section":                          {"https://news.example/world", "<title>World</title><main>" + teasers(12) + "</main>", true, false, false},
		"a front page":                       {"https://news.example/", "<title>News</title><main>" + teasers(12) + first + second + third + "</main>", true, false, false},
		"a notice":                           {"https://news.example/moved", "<title>Moved</title><p>This page has moved.", false, false, false},
		"an article among many teasers":      {"https://news.example/2026/02/28/flood", "<title>Flood</title>" + declared + "<article><h1>Flood</h1>" + first + second + third + "</article><aside>" + teasers(12) + "</aside>", false, true, true},
		"a short article that says it is so": {"https://news.example/x", "<title>Flood reaches town</title>" + declared + "<article><h1>Flood reaches town</h1>" + first + "</article>", false, true, true},
		"a long page of a story's address":   {"https://news.example/2026/flood-reaches-old-town-1234567", storyPage("", ""), false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := Document{Body: []byte(test.html), URL: test.address}
			article, listing, err := Read(t.Context(), d)
			if (listing != nil) != test.listing || (article != nil) != test.article || (err != nil) == (test.listing || test.article) {
				t.Errorf("read as article %v, listing %v, %v", article != nil, listing != nil, err)
			}
			if err != nil && !errors.Is(err, ErrNeither) {
				t.Error(err)
			}
			if article, err = ReadArticle(t.Context(), d, nil); err != nil || IsArticle(t.Context(), d, article) != test.isArticle {
				t.Errorf("is an article: %v, %v", !test.isArticle, err)
			}
		})
	}
}

// Real articles are taken for articles, real listing pages are not.
func TestWhatRealPagesAre(t *testing.T) {
	for set, want := range map[string]bool{"related": true, "listing": false} {
		for _, l := range loadPages(t, set) {
			d := Document{Body: l.html, URL: l.address()}
			a, err := ReadArticle(t.Context(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			if IsArticle(t.Context(), d, a) != want {
				t.Errorf("%s of %s is an article: %v", l.address(), set, !want)
			}
		}
	}
}
