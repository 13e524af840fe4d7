package scanner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
	"alsoread/scanner/discover"
)

const someText = "<p>The harbour board met again on Tuesday, and on Wednesday, and once more on Thursday about the old pier.</p>"

func rssOf(title string, items int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<rss version='2.0'><channel><title>%s</title>", title)
	for i := range items {
		fmt.Fprintf(&b, "<item><title>Story %d</title><link>/%s/%d</link><pubDate>Mon, 0%d Mar 2025 10:00:00 GMT</pubDate></item>", i, title, i, i%6+1)
	}
	return b.String() + "</channel></rss>"
}

// found tells candidates in words.
func found(d *Discovery) (lines []string) {
	for _, c := range d.Candidates {
		line := fmt.Sprintf("%d %s %s", c.Rank, c.How, strings.TrimPrefix(c.URL, archiveHost))
		switch {
		case c.Works():
			line += fmt.Sprintf(": %s, %d", c.Format, c.Items)
		case c.Err != nil:
			line += ": " + c.Err.Error()
		default:
			line += ": not tried"
		}
		if c.Comments {
			line += " (comments)"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestDiscover(t *testing.T) {
	link := func(hrefs ...string) (head string) {
		for _, h := range hrefs {
			head += `<link rel="alternate" type="application/rss+xml" href="` + h + `">`
		}
		return "<!DOCTYPE html><title>Home</title>" + head + someText
	}
	many := map[string]string{"/": link(strings.Fields("/1 /2 /3 /4 /5 /6 /7 /8 /9 /10 /11 /12 /13 /14")...)}
	for i := range 14 {
		many[fmt.Sprint("/", i+1)] = rssOf(fmt.Sprint("f", i), 1)
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
		asked []string // beside the page
	}{
		"a feed":    {map[string]string{"/": rssOf("News", 3)}, []string{"1 given /: rss 2.0, 3"}, nil},
		"a sitemap": {map[string]string{"/": urlset("a", "b")}, []string{"1 given /: sitemap, 2"}, nil},
		"an index":  {map[string]string{"/": indexOf("a.xml", "b.xml", "c.xml")}, []string{"1 given /: sitemap index, 3"}, nil},
		"declared": {map[string]string{"/": link("/feed.xml"), "/feed.xml": rssOf("News", 3)},
			[]string{"1 link /feed.xml: rss 2.0, 3"}, []string{"/feed.xml"}},
		"one of two works": {map[string]string{"/": link("/gone", "/feed.xml"), "/feed.xml": rssOf("News", 3)},
			[]string{"1 link /feed.xml: rss 2.0, 3", "2 link /gone: fetch: 404 Not Found"}, []string{"/gone", "/feed.xml"}},
		"one feed under two addresses": {map[string]string{"/": link("/a", "/b"), "/a": rssOf("News", 1), "/b": rssOf("News", 1)},
			[]string{"1 link /a: rss 2.0, 1"}, []string{"/a", "/b"}},
		"a declared page": {map[string]string{"/": link("/feeds", "/rss"), "/feeds": link("/rss"), "/rss": rssOf("News", 1)},
			[]string{"1 link /rss: rss 2.0, 1", "2 link /feeds: read: this is an HTML page, not a feed; it names https://inland.example/rss"}, []string{"/feeds", "/rss"}},
		"comments are last, and no reason not to guess": {map[string]string{"/": link("/comments/feed/"), "/comments/feed/": rssOf("Comments", 2), "/feed": rssOf("News", 3)},
			[]string{"1 link /comments/feed/: rss 2.0, 2 (comments)", "2 path /feed: rss 2.0, 3"}, []string{"/comments/feed/", "/robots.txt", "/feed"}},
		"guessed": {map[string]string{"/": link(), "/rss.xml": rssOf("News", 3), "/feed.xml": rssOf("More", 3)},
			[]string{"1 path /rss.xml: rss 2.0, 3"}, []string{"/robots.txt", "/feed", "/rss", "/rss.xml"}},
		"named in robots.txt": {map[string]string{"/": link(), "/robots.txt": "Sitemap: https://inland.example/map.xml\n", "/map.xml": urlset("a", "b")},
			[]string{"1 robots /map.xml: sitemap, 2"}, []string{"/robots.txt", "/map.xml", "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"}},
		"nothing": {map[string]string{"/": link()}, nil, []string{"/robots.txt", "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json"}},
		"every path is the home page": {map[string]string{"/": link(), "/robots.txt": link(), "/feed": link(), "/rss": link(), "/rss.xml": link()}, nil,
			[]string{"/robots.txt", "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json"}},
		"too many": {many, []string{"1 link /1: rss 2.0, 1", "2 link /2: rss 2.0, 1", "3 link /3: rss 2.0, 1", "4 link /4: rss 2.0, 1", "5 link /5: rss 2.0, 1",
			"6 link /6: rss 2.0, 1", "7 link /7: rss 2.0, 1", "8 link /8: rss 2.0, 1", "9 link /9: rss 2.0, 1", "10 link /10: rss 2.0, 1", "11 link /11: rss 2.0, 1",
			"12 link /12: rss 2.0, 1", "13 link /13: not tried", "14 link /14: not tried"}, strings.Fields("/1 /2 /3 /4 /5 /6 /7 /8 /9 /10 /11 /12")},
	} {
		t.Run(name, func(t *testing.T) {
			a := &archive{files: c.files}
			d, err := NewFinder(a).Discover(t.Context(), news.Source{URL: archiveHost + "/", Timeout: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			if got := found(d); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if !slices.Equal(a.asked[1:], c.asked) {
				t.Errorf("asked for %v, want %v", a.asked[1:], c.asked)
			}
			if d.Readable() != (len(c.want) > 0) {
				t.Errorf("readable is %v", d.Readable())
			}
		})
	}
}

func TestDiscoverTellsMore(t *testing.T) {
	a := &archive{files: map[string]string{"/": rssOf("Harbour News", 6)}}
	d, err := NewFinder(a).Discover(t.Context(), news.Source{URL: archiveHost + "/"})
	if err != nil {
		t.Fatal(err)
	}
	c := d.Candidates[0]
	if c.Name != "Harbour News" || !c.Newest.Equal(time.Date(2025, 3, 6, 10, 0, 0, 0, time.UTC)) || d.Kind != news.KindFeed {
		t.Errorf("%+v of a %s", c, d.Kind)
	}
	a.files["/"] = "<title>Just a moment...</title>"
	if d, _ = NewFinder(a).Discover(t.Context(), news.Source{URL: archiveHost + "/"}); d.Barrier != discover.Captcha || d.Readable() {
		t.Errorf("%+v", d)
	}
	delete(a.files, "/")
	var answer *HTTPError
	if _, err = NewFinder(a).Discover(t.Context(), news.Source{URL: archiveHost + "/"}); !errors.As(err, &answer) {
		t.Errorf("a page that is gone: %v", err)
	}
}

// A site that refuses, or does not answer, is not asked on.
func TestDiscoverStops(t *testing.T) {
	for name, err := range map[string]error{
		"refused": &HTTPError{Status: 403}, "too often": &HTTPError{Status: 429}, "down": &HTTPError{Status: 503},
		"gone": &fault{what: "connection refused", err: errors.New("refused")},
	} {
		a := &refuser{archive: archive{files: map[string]string{"/": "<title>x</title>" + someText}}, err: err}
		d, got := NewFinder(a).Discover(t.Context(), news.Source{URL: archiveHost + "/"})
		if got != nil || d.Stopped == nil || len(a.asked) != 2 {
			t.Errorf("%s: %v, asked for %v", name, got, a.asked)
		}
	}
}

// refuser has one page and an error for everything else.
type refuser struct {
	archive
	err error
}

func (r *refuser) Get(ctx context.Context, q Request) (*Response, error) {
	res, err := r.archive.Get(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", r.err)
	}
	return res, nil
}
