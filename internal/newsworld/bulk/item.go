package bulk

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// item is one entry of one feed.
type item struct {
	url, guid, title, author, summary, html string
	tags                                    []string
	published                               time.Time
}

// markup is how a source writes its HTML. Real feeds are of all these kinds, and
// cleaning them costs differently.
type markup int

const (
	plain  markup = iota // paragraphs, links, lists, emphasis: half of the sources
	classy               // with classes, sizes and figures, as content systems write: two in five
	dirty                // with styles, scripts and counting pixels: one in ten
)

func markupOf(source int) markup {
	switch source % 10 {
	case 0, 2, 4, 6, 8:
		return plain
	case 5:
		return dirty
	default:
		return classy
	}
}

// item makes item number n of a source; the higher the newer. It depends on
// nothing but the options, the source and the number.
func (g *generator) item(source, n int) item {
	r := rand.New(rand.NewPCG(g.seed, uint64(source)<<20|uint64(n)))
	title := g.language.phrase(r, 6+r.IntN(6))
	it := item{
		title:     title,
		author:    g.language.phrase(r, 1) + " " + g.language.phrase(r, 1),
		url:       fmt.Sprintf("%s/s%d/%s/%d-%s", g.host(source), source, g.dated(n).Format("2006/01/02"), n, slug(title)),
		guid:      fmt.Sprintf("tag:source-%d.example,2026:%d", source, n),
		published: g.dated(n).Add(time.Duration(source) * time.Second),
	}
	for range 1 + r.IntN(4) {
		it.tags = append(it.tags, g.language.word(r))
	}
	var first strings.Builder
	for first.Len() < 180 {
		g.language.sentence(&first, r)
		first.WriteByte(' ')
	}
	it.summary = strings.TrimSpace(first.String())
	it.html = g.article(r, source, n, it.summary)
	return it
}

// slug keeps the ASCII letters of a phrase.
func slug(phrase string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return '-'
		case c > 127:
			return -1
		}
		return c
	}, strings.ToLower(phrase))
}

// article is 2 to 4 KB of HTML that begins with the summary.
func (g *generator) article(r *rand.Rand, source, n int, summary string) string {
	kind := markupOf(source)
	size := 2250 + r.IntN(1650)
	var b strings.Builder
	if kind != plain {
		fmt.Fprintf(&b, `<figure class="wp-block-image size-large"><img src="%s/i/%d-%d.jpg" alt="%s" width="1024" height="683" class="wp-image-%d"></figure>`+"\n",
			g.host(source), source, n, g.language.word(r), 1000+n)
	}
	g.paragraph(&b, r, kind, source, summary)
	for b.Len() < size {
		switch r.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "<h2>%s</h2>\n", g.language.phrase(r, 4))
		case 1:
			fmt.Fprintf(&b, "<ul>\n<li>%s</li>\n<li>%s</li>\n<li>%s</li>\n</ul>\n", g.language.phrase(r, 5), g.language.phrase(r, 6), g.language.phrase(r, 4))
		case 2:
			fmt.Fprintf(&b, "<blockquote><p>%s</p></blockquote>\n", g.sentences(r, 120))
		default:
			g.paragraph(&b, r, kind, source, g.sentences(r, min(150+r.IntN(300), max(40, size-b.Len()))))
		}
	}
	if kind == dirty {
		fmt.Fprintf(&b, `<script>count(%d)</script><img src="%s/pixel.gif?n=%d" width="1" height="1">`+"\n", n, g.host(source), n)
	}
	return b.String()
}

func (g *generator) paragraph(b *strings.Builder, r *rand.Rand, kind markup, source int, text string) {
	switch kind {
	case classy:
		b.WriteString(`<p class="has-text">`)
	case dirty:
		b.WriteString(`<p style="margin:0 0 1em 0;font-size:16px">`)
	default:
		b.WriteString("<p>")
	}
	b.WriteString(text)
	if r.IntN(2) == 0 {
		fmt.Fprintf(b, ` <a href="%s/s%d/topic/%s">%s</a>`, g.host(source), source, slug(g.language.word(r)), g.language.phrase(r, 3))
	}
	if r.IntN(3) == 0 {
		fmt.Fprintf(b, " <em>%s</em>.", g.language.phrase(r, 3))
	}
	b.WriteString("</p>\n")
}

func (g *generator) sentences(r *rand.Rand, atLeast int) string {
	var b strings.Builder
	for b.Len() < atLeast {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		g.language.sentence(&b, r)
	}
	return b.String()
}
