package page

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/news"
)

// Pages that are made to cost time or memory end in time, with or without
// selectors, and say what was too much.
func TestReadListingIsBounded(t *testing.T) {
	costly, err := Compile(&news.Select{Item: "p:nth-last-of-type(3n+1), div:has(i), *:nth-last-child(2n)", Link: "p ~ p a, a:only-child", Title: "b u i s em",
		Remove: []string{":nth-last-child(7)"}})
	if err != nil {
		t.Fatal(err)
	}
	const limit = 150 * time.Millisecond // the page's own is maxTime
	pages := hostilePages()
	add := func(name, body string) {
		page := pages["nothing"]
		page.body = body
		pages[name] = page
	}
	var links strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&links, `<p><a href="/2026/11/a-story-with-the-number-%d">What happened on day %d of the siege</a>`, i, i)
	}
	add("60,000 links", links.String())
	add("links 500 deep", strings.Repeat("<div>", 500)+links.String()[:1<<20])
	add("one card with everything", "<article>"+strings.Repeat("<h2>x</h2><p>y</p><time>z</time>", 30_000)+`<a href="/2026/11/a-story-of-some-words">A story of some words</a>`)
	add("deep JSON", `<script type="application/ld+json">`+strings.Repeat(`{"a":[`, 4_000)+"</script>")
	add("wide JSON", `<script type="application/ld+json">[`+strings.Repeat(`{"@type":"NewsArticle","url":"/a-b-c-d-e","headline":"A b c d e f"},`, 50_000)+`{}]</script>`)
	add("many scripts", strings.Repeat(`<script>window.__x = {"a":[{"title":"A long enough title for it","url":"/a-long-enough-title"}]};</script>`, 20_000))
	add("long words", `<a href="/`+strings.Repeat("a-", 8_000)+`">`+strings.Repeat("word ", 200_000)+"</a>")
	for name, page := range pages {
		for how, s := range map[string]*Selectors{"by selectors": costly, "by itself": nil} {
			t.Run(name+" "+how, func(t *testing.T) {
				ctx, cancel := context.WithTimeoutCause(t.Context(), limit, ErrTooSlow)
				defer cancel()
				start := time.Now()
				_, err := ReadListing(ctx, Document{Body: []byte(page.body), URL: "https://post.example/news"}, s, nil)
				if took := time.Since(start); took > limit+2*time.Second {
					t.Errorf("took %v", took)
				}
				if page.want != nil && !errors.Is(err, page.want) && !errors.Is(err, ErrTooSlow) {
					t.Errorf("%v, want %v", err, page.want)
				}
				if err != nil && !strings.HasPrefix(err.Error(), "read page: ") || err != nil && strings.Contains(err.Error(), "\n") {
					t.Errorf("%v", err)
				}
				if took := time.Since(start); took > limit {
					t.Log(took, err)
				}
			})
		}
	}
}

func TestPagesHaveTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := limited(t.Context())
		defer cancel()
		time.Sleep(maxTime - 1)
		if ctx.Err() != nil {
			t.Error("ended early")
		}
		time.Sleep(2 * time.Nanosecond)
		if err := context.Cause(ctx); !errors.Is(err, ErrTooSlow) || err.Error() != "page too slow to read: over 5s" {
			t.Error(err)
		}
	})
}

// checkListing holds for whatever was read.
func checkListing(t *testing.T, l *news.Listing, pattern *regexp.Regexp) {
	t.Helper()
	seen := map[string]bool{}
	if len(l.Items) == 0 || len(l.Items) > DefaultMaxItems {
		t.Errorf("%d items", len(l.Items))
	}
	for _, it := range l.Items {
		if u, err := url.Parse(it.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			t.Errorf("address %q", it.URL)
		}
		if it.Image != "" && !strings.HasPrefix(it.Image, "http") {
			t.Errorf("picture %q", it.Image)
		}
		if key := addressKey(it.URL); seen[key] {
			t.Errorf("%s twice", it.URL)
		} else {
			seen[key] = true
		}
		if pattern != nil && !pattern.MatchString(it.URL) {
			t.Errorf("%s does not match %s", it.URL, pattern)
		}
		if len(it.Title) > maxItemTitle || strings.ContainsAny(it.Title, "\n\r\x00") || strings.Contains(strings.ToLower(it.Summary), "<script") {
			t.Errorf("title %q, summary %q", it.Title, it.Summary)
		}
		if it.Published.After(fetched) || len(it.Authors) > maxItemAuthors {
			t.Errorf("published %v, %d authors", it.Published, len(it.Authors))
		}
	}
}

func FuzzReadListing(f *testing.F) {
	pattern := regexp.MustCompile("[0-9]")
	for _, body := range []string{shopWindow, matchPage, pageOf(layout(`<li><a href="/{slug}">{title}</a></li>`)),
		`<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/a-b-c-d","name":"A b c d e"}]}</script>`} {
		for _, item := range []string{"", "article.card", "li, a:has(b)", "*"} {
			f.Add([]byte(body), item, "a@href", false)
			f.Add([]byte(body), item, "h2 > a", true)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, item, field string, filtered bool) {
		if len(body) > 64<<10 {
			return
		}
		var s *Selectors
		if item != "" {
			var err error
			if s, err = Compile(&news.Select{Item: item, Link: field, Title: field, Time: field, Image: field, Next: field, Remove: []string{item + " i"}}); err != nil {
				return
			}
		}
		var p *regexp.Regexp
		if filtered {
			p = pattern
		}
		d := Document{Body: body, URL: "https://post.example/news", Now: fetched}
		if l, err := ReadListing(t.Context(), d, s, p); err == nil {
			checkListing(t, l, p)
		}
		if chosen, l, err := Suggest(t.Context(), d); err == nil {
			checkListing(t, l, nil)
			if _, err := Compile(chosen); err != nil {
				t.Errorf("%+v: %v", chosen, err)
			}
		}
	})
}

func benchmarkPage() []byte {
	var b strings.Builder
	for range 10 {
		b.WriteString(layout(`<article class=card><img src="/p/{n}.jpg"><h2><a href="/2026/11/{slug}-` + fmt.Sprint(b.Len()) + `">{title}</a></h2><p class=teaser>What is known of it so far, and what is not, told at length.</p><time datetime="2026-11-1{n}T10:00:00Z">then</time></article>`))
	}
	return []byte(pageOf("<main>" + b.String() + "</main>"))
}

func BenchmarkReadListingBySelectors(b *testing.B) {
	s, err := Compile(&news.Select{Item: "article.card", Link: "h2 a", Title: "h2", Summary: "p.teaser", Time: "time@datetime", Image: "img"})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkReading(b, s)
}

func BenchmarkReadListingByItself(b *testing.B) { benchmarkReading(b, nil) }

func benchmarkReading(b *testing.B, s *Selectors) {
	d := Document{Body: benchmarkPage(), URL: "https://post.example/news", Now: fetched}
	b.SetBytes(int64(len(d.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if l, err := ReadListing(b.Context(), d, s, nil); err != nil || len(l.Items) != 60 {
			b.Fatal(err, len(l.Items))
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := Compile(&news.Select{Item: "article.card", Link: "h2 a", Title: "h2", Summary: "p.teaser", Time: "time@datetime", Image: "img"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	d := Document{Body: benchmarkPage(), URL: "https://post.example/news"}
	b.SetBytes(int64(len(d.Body)))
	for b.Loop() {
		if _, err := Parse(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
}
