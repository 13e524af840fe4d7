package page

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"alsoread/news"
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
		"an article that recommends another": {"https://news.example/flood", storyPage(`<p>Also read: <a href="/2026/02/27/dam-was-weak-for-years">Dam was weak for years, engineers say</a></p>`, ""), false, true, true},
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

func TestShapeOfAListing(t *testing.T) {
	const page = `<title>News</title><main><div class="grid wide">` +
		`<article class="card post-17 category-sport x8a"><h2><a href="/2026/02/27/story-one-of-the-day">Story one of the day</a></h2><time datetime="2026-02-27T10:00:00Z"></time><img src="/1.jpg"></article>` +
		`<article class="card post-18 category-world x8a"><h2><a href="/2026/02/27/story-two-of-the-day">Story two of the day</a></h2><p class="summary">What it was about, in a few words.</p></article>` +
		`<article class="card featured post-19 category-city"><h2><a href="/2026/02/27/story-three-of-the-day">Story three of the day</a></h2><span class="author">Jane Doe</span><img src="/3.jpg"></article></div></main>`
	s, err := Compile(&news.Select{Item: "article"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := ReadListing(t.Context(), Document{Body: []byte(page), URL: "https://news.example/"}, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := news.Shape{Items: 3, Titled: 1, Dated: 1. / 3, Pictured: 2. / 3, Summarised: 1. / 3, Authored: 1. / 3, Card: "article.card in div.grid.wide in main"}
	if *l.Shape != want {
		t.Errorf("got  %+v\nwant %+v", *l.Shape, want)
	}
}
