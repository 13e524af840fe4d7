package main

import (
	"fmt"
	"strings"
	"testing"
)

// articlePage is an article with a block of related coverage in its body.
func articlePage() string {
	paragraph := "<p>The ferry left the quay at nine in thick fog and ran onto the sand bank off Gull Point with 214 people aboard, the harbour master said on Sunday, and nobody was hurt.</p>\n"
	return `<!DOCTYPE html><html lang="en"><head><title>Ferry aground off Gull Point | Harbour Post</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/rss.xml">
<link rel="canonical" href="https://harbour.example/ferry">
<meta property="og:title" content="Ferry aground off Gull Point"><meta property="og:type" content="article"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2026-11-22T10:15:00+02:00"></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Ferry aground off Gull Point</h1><p class="byline">By Ana Reyes</p>
` + strings.Repeat(paragraph, 3) + `<p>Also Read: <a href="/horn">Who silenced the fog horn?</a></p>
` + strings.Repeat(paragraph, 3) + `</article><footer><a href="/about">About</a></footer></body></html>`
}

func frontPage() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en"><head><title>Harbour Post</title></head><body><main>`)
	for i := range 14 {
		fmt.Fprintf(&b, `<article><h2><a href="/2026/11/22/story-number-%d-of-the-day">Story number %d of the day is told in a long headline</a></h2><time datetime="2026-11-22T0%d:00:00Z">today</time></article>`, i, i, i%10)
	}
	b.WriteString("</main></body></html>")
	return b.String()
}

func TestInspectPages(t *testing.T) {
	d := newDesk(t, nil)
	article, front := writeFile(t, "article.html", articlePage()), writeFile(t, "front.html", frontPage())
	for name, test := range map[string]struct {
		args []string
		kind string
	}{
		"an article, guessed": {[]string{"--url", "https://harbour.example/ferry", article}, "article"},
		"a listing, guessed":  {[]string{"--url", "https://harbour.example/news", front}, "listing"},
		"an article, told":    {[]string{"--as", "article", "--url", "https://harbour.example/ferry", article}, "article"},
		"a listing, told":     {[]string{"--as", "listing", "--url", "https://harbour.example/", front}, "listing"},
	} {
		t.Run(name, func(t *testing.T) {
			var in inspection
			decode(t, []byte(d.must(exitOK, append([]string{"inspect", "--json"}, test.args...)...)), &in)
			if string(in.Kind) != test.kind || in.Guessed == strings.Contains(name, "told") {
				t.Fatalf("read as %q, guessed: %v", in.Kind, in.Guessed)
			}
			if test.kind == "listing" {
				if len(in.Items) != 14 || in.Items[0].Title != "Story number 0 of the day is told in a long headline" {
					t.Errorf("%d items: %+v", len(in.Items), in.Items)
				}
				return
			}
			if in.Title != "Ferry aground off Gull Point" || in.CanonicalURL != "https://harbour.example/ferry" ||
				len(in.Feeds) != 1 || in.Feeds[0].URL != "https://harbour.example/rss.xml" {
				t.Errorf("read %+v", in)
			}
			if in.Published == nil || in.Published.Format("2006-01-02T15:04:05-07:00") != "2026-11-22T10:15:00+02:00" {
				t.Errorf("published %v", in.Published)
			}
			if len(in.AlsoRead) != 1 || in.AlsoRead[0].URL != "https://harbour.example/horn" || in.AlsoRead[0].Label != "Also Read" {
				t.Errorf("also read: %+v", in.AlsoRead)
			}
			if strings.Contains(in.Text, "fog horn") || !strings.Contains(in.Text, "ran onto the sand bank") {
				t.Errorf("text: %s", in.Text)
			}
		})
	}
	plainPage := writeFile(t, "plain.html", strings.Replace(articlePage(), `<p>Also Read: <a href="/horn">Who silenced the fog horn?</a></p>`, "", 1))
	for _, key := range []string{"url", "canonical_url", "title", "authors", "published", "language", "text", "html", "also_read", "feeds"} {
		has(t, d.must(exitOK, "inspect", "--json", "--as", "article", "--url", "https://harbour.example/ferry", plainPage), `"`+key+`":`, `"also_read":[]`)
	}
	people := d.must(exitOK, "inspect", "--url", "https://harbour.example/ferry", article)
	has(t, people, "article", "words", "guessed", "also read", "Who silenced the fog horn?", "rss.xml")
	if _, errs, code := d.run("inspect", "--as", "poem", article); code != exitUsage || !strings.Contains(errs, "poem") {
		t.Errorf("--as poem: exit code %d, %s", code, errs)
	}
}
