package page

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"alsoread/scanner/clean"
)

func FuzzReadArticle(f *testing.F) {
	f.Add([]byte(wholeArticle), "https://news.example/a")
	f.Add([]byte(storyPage(`<p>Also read: <a href="/x/a-b-c-1">A title of some words</a></p>`, "")), storyURL)
	f.Add([]byte(`<aside class="relatedNews">Title of a card<a href="/b-c-d-1"></a></aside>`+first+second), "http://[::1")
	f.Add([]byte(`<script type="application/ld+json">{"@type":"Article","author":[[[{"name":{}}]]],"datePublished":[1]}</script>`), "")
	f.Add([]byte("<svg><title>x</title><p>\xff\xfe<table><a href=//x><table><a>"), "https://news.example/")
	f.Add([]byte(`<body class="comment"><h1>관련기사</h1><p>相关阅读：<a href=1>二</a></p>`+first), "https://news.example/2026/02/30/x")
	f.Fuzz(func(t *testing.T, body []byte, address string) {
		a, err := ReadArticle(t.Context(), Document{Body: body, URL: address}, nil)
		if err != nil {
			return
		}
		checkArticle(t, a)
	})
}

// checkArticle holds what is true of every article.
func checkArticle(t *testing.T, a *Article) {
	t.Helper()
	for _, s := range []string{a.Title, a.Section, a.ImageCredit, a.Text, strings.Join(a.Authors, ""), strings.Join(a.Tags, "")} {
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %q", s)
		}
	}
	for _, s := range append([]string{a.Title, a.ImageCredit}, a.Authors...) {
		if strings.ContainsAny(s, "\n\r\x00") {
			t.Errorf("more than a line: %q", s)
		}
	}
	if again := clean.HTML(a.HTML, nil); again != a.HTML {
		t.Errorf("HTML is not sanitised: %q, then %q", a.HTML, again)
	}
	for i, l := range a.AlsoRead {
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || l.Position != i || l.Title == "" {
			t.Errorf("link %d: %+v, %v", i, l, err)
		}
	}
	if a.Image != "" && clean.URL(a.Image, nil) == "" {
		t.Errorf("image %q", a.Image)
	}
	if len(a.AlsoRead) > maxAlsoRead+maxBlockSize*4 || len(a.Authors) > maxAuthors || len(a.Tags) > maxTags {
		t.Errorf("%d links, %d authors, %d tags", len(a.AlsoRead), len(a.Authors), len(a.Tags))
	}
}
