package discover

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const page = "https://harbour.example/town/pier"

// list is what was found, as lines of text.
func list(found []Found) []string {
	var lines []string
	for _, f := range found {
		line := fmt.Sprintf("%s %s %s", f.How, f.Kind, f.URL)
		if f.Title != "" {
			line += " " + f.Title
		}
		if f.Comments {
			line += " (comments)"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestFeeds(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"RSS", `<link rel="alternate" type="application/rss+xml" title="News &amp; more" href="https://harbour.example/feed">`,
			[]string{"link feed https://harbour.example/feed News & more"}},
		{"Atom", `<link rel=alternate type=application/atom+xml href=/atom>`, []string{"link feed https://harbour.example/atom"}},
		{"JSON Feed", `<link rel="alternate" type="application/feed+json" href="/feed.json">`, []string{"link feed https://harbour.example/feed.json"}},
		{"JSON that is a feed", `<link rel="alternate" type="application/json" href="/feed.json">`, []string{"link feed https://harbour.example/feed.json"}},
		{"JSON that is an API", `<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1?feed=rss">`, nil},
		{"oEmbed", `<link rel="alternate" type="text/xml+oembed" href="/oembed?format=xml"><link rel="alternate" type="text/xml" href="/oembed/feed">`, nil},
		{"other case", `<LINK REL="Alternate" TYPE="Application/RSS+XML; charset=utf-8" HREF="/feed">`, []string{"link feed https://harbour.example/feed"}},
		{"several relations", `<link rel="nofollow alternate home" type="application/rss+xml" href="/feed">`, []string{"link feed https://harbour.example/feed"}},
		{"rel=feed", `<link rel="feed" href="/all">`, []string{"link feed https://harbour.example/all"}},
		{"no relation", `<link type="application/rss+xml" href="/feed">`, []string{"link feed https://harbour.example/feed"}},
		{"stylesheet", `<link rel="alternate stylesheet" type="application/rss+xml" href="/feed">`, nil},
		{"edition", `<link rel="alternate" hreflang="de" href="/feed/de"><link rel="alternate" media="handheld" href="/m">`, nil},
		{"without a type", `<link rel="alternate" href="/feed">`, []string{"link feed https://harbour.example/feed"}},
		{"XML", `<link rel="alternate" type="text/xml" title="RSS .92" href="/backend">`, []string{"link feed https://harbour.example/backend RSS .92"}},
		{"in the body", `<body><p>x<link rel="alternate" type="application/rss+xml" href="/feed"></body>`, []string{"link feed https://harbour.example/feed"}},
		{"in noscript", `<noscript><link rel="alternate" type="application/rss+xml" href="/feed"></noscript>`, []string{"link feed https://harbour.example/feed"}},
		{"behind a noscript that never ends", `<noscript><p>x <link rel="alternate" type="application/rss+xml" href="/feed">`, []string{"link feed https://harbour.example/feed"}},
		{"in a comment", `<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->`, nil},
		{"in a script", `<script>'<link rel="alternate" type="application/rss+xml" href="/feed">'</script>`, nil},
		{"relative", `<link rel="alternate" type="application/rss+xml" href="rss.xml">`, []string{"link feed https://harbour.example/town/rss.xml"}},
		{"base", `<base href="/blog/"><base href="/no/"><link rel="alternate" type="application/rss+xml" href="rss.xml">`,
			[]string{"link feed https://harbour.example/blog/rss.xml"}},
		{"base behind it", `<link rel="alternate" type="application/rss+xml" href="rss.xml"><base href="https://cdn.example/">`, []string{"link feed https://cdn.example/rss.xml"}},
		{"another scheme", `<link rel="alternate" type="application/rss+xml" href="feed://harbour.example/feed">`, []string{"link feed http://harbour.example/feed"}},
		{"dangerous", `<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">`, nil},
		{"empty href", `<link rel="alternate" type="application/rss+xml" href="">`, nil},
		{"twice", `<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/feed#x">`,
			[]string{"link feed https://harbour.example/feed"}},
		{"terminal escapes in a title", "<link rel=alternate type=application/rss+xml title='\x1b[31mred' href=/feed>", []string{"link feed https://harbour.example/feed [31mred"}},

		{"comments last", `<link rel="alternate" type="application/rss+xml" title="Post » Comments Feed" href="/town/pier/feed/">
			<link rel="alternate" type="application/rss+xml" title="Harbour » Comments Feed" href="/comments/feed/">
			<link rel="alternate" type="application/rss+xml" title="Harbour » Feed" href="/feed/"><a href="/sitemap.xml">map</a>`, []string{
			"link feed https://harbour.example/feed/ Harbour » Feed", "anchor sitemap https://harbour.example/sitemap.xml map",
			"link feed https://harbour.example/comments/feed/ Harbour » Comments Feed (comments)",
			"link feed https://harbour.example/town/pier/feed/ Post » Comments Feed (comments)"}},
		{"comments by address", `<link rel="alternate" type="application/atom+xml" href="/feeds/comments/default"><link rel="alternate" type="application/rss+xml" href="/?feed=comments-rss2">
			<link rel="alternate" type="application/rss+xml" href="/x">`, []string{"link feed https://harbour.example/x",
			"link feed https://harbour.example/feeds/comments/default (comments)", "link feed https://harbour.example/?feed=comments-rss2 (comments)"}},
		{"a section called Comment", `<link rel="alternate" type="application/rss+xml" title="Comment" href="/voices/comment/rss">`,
			[]string{"link feed https://harbour.example/voices/comment/rss Comment"}},
		{"the page's own feed behind the site's", `<link rel="alternate" type="application/rss+xml" href="/town/pier/feed"><link rel="alternate" type="application/rss+xml" href="/feed">`,
			[]string{"link feed https://harbour.example/feed", "link feed https://harbour.example/town/pier/feed"}},
		{"order of the page", `<link rel="alternate" type="application/rss+xml" href="/b"><link rel="alternate" type="application/atom+xml" href="/a">`,
			[]string{"link feed https://harbour.example/b", "link feed https://harbour.example/a"}},
		{"declared before linked", `<a href="/feed">RSS</a><link rel="alternate" type="application/rss+xml" href="/all">`,
			[]string{"link feed https://harbour.example/all", "anchor feed https://harbour.example/feed RSS"}},

		{"hyperlinks", `<a href="/rss/world.xml">World <b>news</b></a><a href="https://feeds.harbour.example/all">x</a><a href="/?format=feed&amp;type=rss">y</a><a href=/news.rss></a>`, []string{
			"anchor feed https://harbour.example/rss/world.xml World news", "anchor feed https://feeds.harbour.example/all x",
			"anchor feed https://harbour.example/?format=feed&type=rss y", "anchor feed https://harbour.example/news.rss"}},
		{"hyperlink with a type", `<a rel="alternate" type="application/rss+xml" href="/x">y</a>`, []string{"link feed https://harbour.example/x"}},
		{"foreign hyperlink behind", `<a href="https://elsewhere.example/feed">x</a><a href="/feed">y</a>`,
			[]string{"anchor feed https://harbour.example/feed y", "anchor feed https://elsewhere.example/feed x"}},
		{"no feeds", `<a href="/feedback">a</a><a href="/newsfeed.html">b</a><a href="https://www.facebook.com/feed/x">c</a><a href="/crossing">d</a>
			<a href="/atomic-energy">e</a><a href="/rss-icon.png">f</a><a href="/help/what-is-rss.html">g</a><a href="mailto:rss@harbour.example">h</a>`, nil},

		{"sitemaps", `<link rel="sitemap" type="application/xml" href="/map.xml"><a href="/sitemap-news.xml.gz">x</a><a href="/sitemap">for people</a>`, []string{
			"anchor sitemap https://harbour.example/sitemap-news.xml.gz x", "link sitemap https://harbour.example/map.xml"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := list(Feeds([]byte(c.body), page, "text/html; charset=utf-8"))
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestFeedsRank(t *testing.T) {
	for i, f := range Feeds([]byte(`<a href=/feed>x</a><link rel=feed href=/y>`), page, "") {
		if f.Rank != i+1 {
			t.Errorf("%s has rank %d, want %d", f.URL, f.Rank, i+1)
		}
	}
}

// A page whose own address is not known says where it is.
func TestFeedsWithoutAddress(t *testing.T) {
	body := `<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="canonical" href="https://harbour.example/a/b">`
	if got := list(Feeds([]byte(body), "", "")); !slices.Equal(got, []string{"link feed https://harbour.example/feed"}) {
		t.Error(got)
	}
}

func TestYouTubeChannel(t *testing.T) {
	const feed = "site feed https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"
	for name, body := range map[string]string{
		"data":      `<script>var ytInitialData = {"channelId":"UCxxxxxxxxxxxxxxxxxxxxxx","x":{"externalId":"UCabcdefghijklmnopqrstuv"}}</script>`,
		"canonical": `<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv">`,
		"meta":      `<meta itemprop="identifier" content="UCabcdefghijklmnopqrstuv">`,
		"video":     `{"channelId":"UCabcdefghijklmnopqrstuv"}`,
	} {
		if got := list(Feeds([]byte(body), "https://www.youtube.com/@harbour", "")); !slices.Equal(got, []string{feed}) {
			t.Errorf("%s: %v", name, got)
		}
		if got := Feeds([]byte(body), page, ""); len(got) != 0 {
			t.Errorf("%s on another site: %v", name, got)
		}
	}
}

func TestSitemaps(t *testing.T) {
	robots := "User-agent: *\nDisallow: /x\nSitemap: https://harbour.example/sitemap.xml # all\nSITEMAP:/news-sitemap.xml\r\nSitemap: javascript:x\nSitemap: https://harbour.example/sitemap.xml\n"
	want := []string{"robots sitemap https://harbour.example/news-sitemap.xml", "robots sitemap https://harbour.example/sitemap.xml"}
	if got := list(Sitemaps([]byte(robots), "https://harbour.example/robots.txt")); !slices.Equal(got, want) {
		t.Error(got)
	}
	if got := Sitemaps(bytes.Repeat([]byte("Sitemap: /a\n"), 1e5), page); len(got) != 1 {
		t.Errorf("%d sitemaps of many", len(got))
	}
}

// pages is a folder of real pages with what they declare.
const pages = "../../../shared/data/pages"

// Every feed that a real page declares is found, the comments behind the others.
func TestFeedsOfRealPages(t *testing.T) {
	file, err := os.Open(filepath.Join(pages, "autodiscovery.jsonl"))
	if err != nil {
		t.Skip("skipped: the pages for measuring are not there: ", err)
	}
	defer file.Close()
	declared, found, first, count, line := 0, 0, 0, 0, 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line++; line%sample != 0 {
			continue
		}
		var c struct {
			File, Canonical string
			Base            string
			Feeds           []struct{ Href, Title string }
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		count++
		got := Feeds(unzip(t, filepath.Join(pages, "html", c.File)), c.Canonical, "")
		base, _ := url.Parse(c.Canonical)
		if c.Base != "" {
			base, _ = base.Parse(c.Base)
		}
		for _, f := range c.Feeds {
			u, err := base.Parse(strings.TrimSpace(f.Href))
			if err != nil {
				t.Fatal(err)
			}
			u.Fragment = ""
			declared++
			if slices.ContainsFunc(got, func(g Found) bool { return sameAddress(g.URL, u.String()) }) {
				found++
			} else {
				t.Errorf("%s: %s is not found among %v", c.File, u, list(got))
			}
		}
		if of := slices.IndexFunc(got, func(g Found) bool { return !g.Comments }); of <= 0 {
			first++
		}
	}
	t.Logf("%d of %d declared feeds found on %d pages; on %d a feed of stories is first, if there is one", found, declared, count, first)
	if found < declared || sample == 1 && declared < 371 || first < count {
		t.Errorf("less than was reached: 371 of 371 on 174 pages")
	}
}

func sameAddress(a, b string) bool {
	decoded := func(s string) string {
		if d, err := url.PathUnescape(s); err == nil {
			return d
		}
		return s
	}
	return decoded(a) == decoded(b)
}

func unzip(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// What is hostile ends soon.
func TestFeedsAreBounded(t *testing.T) {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, body := range map[string]string{
		"links":      fill(`<link rel=alternate type=application/rss+xml href=/a>`),
		"anchors":    fill(`<a href=/feed>x`),
		"noscripts":  fill(`<noscript>`),
		"attributes": `<link ` + fill(`a=b `) + `>`,
		"open tags":  fill(`<link `),
		"relations":  `<link rel="` + fill(`a `) + `" href=/x>`,
		"long href":  `<link rel=alternate type=application/rss+xml href="/` + fill("a") + `">`,
		"long label": `<a href=/feed>` + fill("x<b>"),
		"quotes":     fill(`<a href="`),
		"comments":   fill(`<!--`),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			found := Feeds([]byte(body), page, "")
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			if len(found) > maxLinks+maxAnchors {
				t.Errorf("%d found", len(found))
			}
		})
	}
}

func FuzzFeeds(f *testing.F) {
	f.Add([]byte(`<base href="/a/"><link rel="alternate" type="application/rss+xml" title="x" href="b">`), page)
	f.Add([]byte(`<noscript><a href="/feed">x</a></noscript><link rel=sitemap href=/sitemap.xml>`), "http://[::1]:8080/a")
	f.Add([]byte(`"externalId":"UCabcdefghijklmnopqrstuv"`), "https://www.youtube.com/@a")
	f.Add([]byte("Sitemap: /a.xml\n"), "https://mastodon.example/@a")
	f.Fuzz(func(t *testing.T, body []byte, address string) {
		for _, found := range [][]Found{Feeds(body, address, ""), Guesses(address), Sitemaps(body, address)} {
			comments := false
			for i, f := range found {
				if f.Rank != i+1 {
					t.Fatalf("rank %d at place %d", f.Rank, i+1)
				}
				if !strings.HasPrefix(f.URL, "http://") && !strings.HasPrefix(f.URL, "https://") || strings.ContainsAny(f.URL, " \n\x1b<>\"") {
					t.Fatalf("address %q", f.URL)
				}
				if strings.ContainsAny(f.Title, "\n\x1b") {
					t.Fatalf("title %q", f.Title)
				}
				if comments && !f.Comments {
					t.Fatal("comments are not last")
				}
				comments = f.Comments
			}
		}
		BarrierOf(body, address, "")
	})
}
