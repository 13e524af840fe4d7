package bulk

import (
	"fmt"
	"strings"
	"time"
)

// ItemsEach is how many items a feed lists.
const ItemsEach = 30

// generator makes feeds.
type generator struct {
	seed     uint64
	language language
	port     int
	hosts    int
	base     time.Time // about when item 0 was published; a fixed day, so that the bytes are
}

func newGenerator(seed uint64, hosts, port int) *generator {
	return &generator{
		seed: seed, language: newLanguage(seed), port: port, hosts: hosts,
		base: time.Date(2026, 6, 1, 6, 0, 0, 0, time.UTC),
	}
}

// host is the address of a source's server: neighbours are apart.
func (g *generator) host(source int) string {
	return fmt.Sprintf("http://%s:%d", address(source%g.hosts), g.port)
}

func address(host int) string { return fmt.Sprintf("127.1.%d.%d", host/250, 1+host%250) }

func (g *generator) path(source int) string {
	if isAtom(source) {
		return fmt.Sprintf("/s%d/atom.xml", source)
	}
	return fmt.Sprintf("/s%d/feed.rss", source)
}

func isAtom(source int) bool { return source%3 == 2 }

func (g *generator) dated(n int) time.Time { return g.base.Add(time.Duration(n) * 97 * time.Minute) }

// feed is a source's document with items first to first+ItemsEach-1, the newest
// at the top.
func (g *generator) feed(source, first int) []byte {
	var b strings.Builder
	b.Grow(150 << 10)
	if isAtom(source) {
		g.writeAtom(&b, source, first)
	} else {
		g.writeRSS(&b, source, first)
	}
	return []byte(b.String())
}

func (g *generator) writeRSS(b *strings.Builder, source, first int) {
	host := g.host(source)
	fmt.Fprintf(b, `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Source %d</title>
<atom:link href="%s" rel="self" type="application/rss+xml" />
<link>%s/s%d/</link>
<description>What source %d has to say</description>
<lastBuildDate>%s</lastBuildDate>
<language>en-US</language>
`, source, host+g.path(source), host, source, source, g.dated(first+ItemsEach-1).Format(time.RFC1123Z))
	for n := first + ItemsEach - 1; n >= first; n-- {
		it := g.item(source, n)
		fmt.Fprintf(b, "<item>\n<title>%s</title>\n<link>%s</link>\n<dc:creator><![CDATA[%s]]></dc:creator>\n<pubDate>%s</pubDate>\n",
			it.title, it.url, it.author, it.published.Format(time.RFC1123Z))
		for _, tag := range it.tags {
			fmt.Fprintf(b, "<category><![CDATA[%s]]></category>\n", tag)
		}
		fmt.Fprintf(b, "<guid isPermaLink=\"false\">%s</guid>\n<description><![CDATA[<p>%s</p>]]></description>\n<content:encoded><![CDATA[%s]]></content:encoded>\n</item>\n",
			it.guid, it.summary, it.html)
	}
	b.WriteString("</channel>\n</rss>\n")
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (g *generator) writeAtom(b *strings.Builder, source, first int) {
	host := g.host(source)
	fmt.Fprintf(b, `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Source %d</title>
<link href="%s" rel="self" />
<link href="%s/s%d/" />
<updated>%s</updated>
<id>%s/s%d/</id>
`, source, host+g.path(source), host, source, g.dated(first+ItemsEach-1).Format(time.RFC3339), host, source)
	for n := first + ItemsEach - 1; n >= first; n-- {
		it := g.item(source, n)
		fmt.Fprintf(b, "<entry>\n<title>%s</title>\n<link href=\"%s\" />\n<id>%s</id>\n<published>%s</published>\n<updated>%s</updated>\n<author><name>%s</name></author>\n",
			it.title, it.url, it.guid, it.published.Format(time.RFC3339), it.published.Format(time.RFC3339), it.author)
		for _, tag := range it.tags {
			fmt.Fprintf(b, "<category term=\"%s\" />\n", tag)
		}
		fmt.Fprintf(b, "<summary>%s</summary>\n<content type=\"html\">", it.summary)
		escaper.WriteString(b, it.html)
		b.WriteString("</content>\n</entry>\n")
	}
	b.WriteString("</feed>\n")
}
