package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// words are what the generated articles are made of.
var words = strings.Fields(`the of and to in a is that for it as was with be by on not he his but at are this
	have from which or had an they you were their one all we can her has there been if more when will would who so no
	government minister election climate economy market report police hospital school river bridge court council`)

// article returns between 2 and 4 KB of HTML as content systems write it.
func article(rnd *rand.Rand) string {
	var b strings.Builder
	for size := 2000 + rnd.IntN(2000); b.Len() < size; {
		b.WriteString(`<p>`)
		for n := 30 + rnd.IntN(40); n > 0; n-- {
			switch w := words[rnd.IntN(len(words))]; rnd.IntN(30) {
			case 0:
				fmt.Fprintf(&b, `<a href="https://news.example/story/%d">%s</a> `, rnd.IntN(1e6), w)
			case 1:
				fmt.Fprintf(&b, `<em>%s</em> `, w)
			default:
				b.WriteString(w + " ")
			}
		}
		b.WriteString("</p>\n")
		if rnd.IntN(4) == 0 {
			fmt.Fprintf(&b, `<img src="https://img.example/%d.jpg" alt="%s">`, rnd.IntN(1e6), words[rnd.IntN(len(words))])
		}
	}
	return b.String()
}

// benchRSS returns an RSS 2.0 feed of 30 items as WordPress writes it.
func benchRSS() []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>The Example</title><atom:link href="https://news.example/feed/" rel="self" type="application/rss+xml" />
<link>https://news.example/</link><description>All the news</description><language>en-GB</language>
<lastBuildDate>Mon, 10 Aug 2026 10:00:00 +0000</lastBuildDate>`)
	for i := range 30 {
		fmt.Fprintf(&b, `<item><title>%s &#8217; %s %d</title><link>https://news.example/2026/08/%d/</link>
<comments>https://news.example/2026/08/%d/#comments</comments><dc:creator><![CDATA[Ada Example]]></dc:creator>
<pubDate>Mon, 10 Aug 2026 09:%02d:00 +0000</pubDate><category><![CDATA[World]]></category><category><![CDATA[Politics]]></category>
<guid isPermaLink="false">https://news.example/?p=%d</guid><description><![CDATA[%s [&#8230;]]]></description>
<content:encoded><![CDATA[%s]]></content:encoded><slash:comments>0</slash:comments></item>`,
			words[i%40], words[(i*7)%40], i, i, i, i, i, strings.Repeat("short words ", 20), article(rnd))
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

// benchAtom returns an Atom feed of 30 entries.
func benchAtom() []byte {
	rnd := rand.New(rand.NewPCG(3, 4))
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title type="text">The Example</title><updated>2026-08-10T10:00:00Z</updated><id>tag:news.example,2026:feed</id>
<link rel="alternate" type="text/html" href="https://news.example/"/><link rel="self" href="https://news.example/atom"/>`)
	for i := range 30 {
		var esc bytes.Buffer
		esc.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(article(rnd)))
		fmt.Fprintf(&b, `<entry><title type="html">%s &amp;amp; %d</title><link rel="alternate" type="text/html" href="https://news.example/a/%d"/>
<id>tag:news.example,2026:%d</id><updated>2026-08-10T09:%02d:00Z</updated><published>2026-08-10T09:%02d:00Z</published>
<author><name>Ada Example</name></author><category term="world" label="World"/><summary type="html">%s</summary>
<content type="html">%s</content></entry>`, words[i%40], i, i, i, i, i, strings.Repeat("short words ", 20), esc.Bytes())
	}
	b.WriteString("</feed>")
	return b.Bytes()
}

// benchJSON returns a JSON Feed of 30 items.
func benchJSON() []byte {
	rnd := rand.New(rand.NewPCG(5, 6))
	feed := map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": "The Example", "home_page_url": "https://news.example/"}
	var items []any
	for i := range 30 {
		items = append(items, map[string]any{"id": fmt.Sprint(i), "url": fmt.Sprintf("https://news.example/%d", i), "title": words[i],
			"content_html": article(rnd), "date_published": "2026-08-10T09:00:00Z", "tags": []string{"world", "politics"},
			"authors": []any{map[string]any{"name": "Ada Example"}}})
	}
	feed["items"] = items
	body, err := json.Marshal(feed)
	if err != nil {
		panic(err)
	}
	return body
}

// realFeeds returns the captured feeds of the data folder, or skips.
func realFeeds(tb testing.TB) [][]byte {
	var feeds [][]byte
	for _, pattern := range []string{"rss-parser/input/*", "feedjira/*.xml", "simplepie/*"} {
		names, _ := filepath.Glob(filepath.Join(dataFolder, "feeds", pattern))
		for _, name := range names {
			body, err := os.ReadFile(name)
			if err != nil || len(body) < 4096 {
				continue
			}
			if _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err == nil {
				feeds = append(feeds, body)
			}
		}
	}
	if len(feeds) == 0 {
		tb.Skip("the folder of captured feeds is not there")
	}
	return feeds
}

const dataFolder = "../../../shared/data"

func BenchmarkRead(b *testing.B) {
	for _, set := range []struct {
		name  string
		feeds func(testing.TB) [][]byte
	}{
		{"rss", func(testing.TB) [][]byte { return [][]byte{benchRSS()} }},
		{"atom", func(testing.TB) [][]byte { return [][]byte{benchAtom()} }},
		{"json", func(testing.TB) [][]byte { return [][]byte{benchJSON()} }},
		{"real", realFeeds},
	} {
		b.Run(set.name+"/gofeed", func(b *testing.B) { bench(b, set.feeds(b), parseAll) })
		b.Run(set.name+"/read", func(b *testing.B) { bench(b, set.feeds(b), readAll) })
	}
}

func size(feeds [][]byte) (n int64) {
	for _, f := range feeds {
		n += int64(len(f))
	}
	return n
}

// cpu returns the processor time this process has used: the machine may have
// other things to do.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func parseAll(tb testing.TB, feeds [][]byte) {
	for _, f := range feeds {
		if _, err := gofeed.NewParser().Parse(bytes.NewReader(f)); err != nil {
			tb.Fatal(err)
		}
	}
}

func readAll(tb testing.TB, feeds [][]byte) {
	for _, f := range feeds {
		if _, err := Read(context.Background(), Document{Body: f, URL: "https://news.example/feed", Now: seen}); err != nil {
			tb.Fatal(err)
		}
	}
}

func bench(b *testing.B, feeds [][]byte, read func(testing.TB, [][]byte)) {
	b.SetBytes(size(feeds))
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		read(b, feeds)
	}
	b.ReportMetric(float64(cpu()-start)/float64(b.N)/1e6, "cpu-ms/op")
}

// BenchmarkDigest measures the pass alone.
func BenchmarkDigest(b *testing.B) {
	for name, body := range map[string][]byte{"rss": benchRSS(), "atom": benchAtom()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := digestOf(body, nil, 100, time.Time{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCost holds Read to its promise: at most 1.3 times the processor time of
// gofeed.Parse on well-formed feeds, and fewer allocations. It costs about 0.3
// times as much, so that a busy machine does not fail the test.
func TestCost(t *testing.T) {
	if underRace {
		t.Skip("not under the race detector")
	}
	for name, body := range map[string][]byte{"rss": benchRSS(), "atom": benchAtom(), "json": benchJSON()} {
		feeds := [][]byte{body}
		least := func(read func(testing.TB, [][]byte)) time.Duration {
			best := time.Hour
			for range 7 {
				start := cpu()
				for range 3 {
					read(t, feeds)
				}
				best = min(best, cpu()-start)
			}
			return best
		}
		theirs, ours := least(parseAll), least(readAll)
		if ratio := float64(ours) / float64(theirs); ratio > 1.3 {
			t.Errorf("%s: %.2f times the processor time of gofeed.Parse", name, ratio)
		} else {
			t.Logf("%s: %.2f times the processor time of gofeed.Parse", name, ratio)
		}
		a := testing.AllocsPerRun(3, func() { parseAll(t, feeds) })
		if b := testing.AllocsPerRun(3, func() { readAll(t, feeds) }); b >= a {
			t.Errorf("%s: %.0f allocations, gofeed.Parse %.0f", name, b, a)
		}
	}
}
