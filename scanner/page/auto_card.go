package page

import (
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

// maxCardNodes is how many nodes of one card are read.
const maxCardNodes = 2_000

// readCard reads what a card says of its story besides the address: title,
// summary, authors, time, picture. link is the story's link in it; nil when that
// is not known.
func (r *lister) readCard(card, link *html.Node) news.Item {
	var it news.Item
	c := cardReader{r: r, it: &it}
	for n := range card.Descendants() {
		if c.nodes++; c.nodes > maxCardNodes {
			break
		}
		if n.Type == html.ElementNode && !c.inside(n) {
			c.element(n)
		}
	}
	if it.Title == "" && link != nil {
		it.Title, _ = spotText(link)
	}
	if it.Title == "" {
		for _, n := range cardLinks(card) {
			if text := nodeLine(n); len(text) > len(it.Title) {
				it.Title = text
			}
		}
	}
	it.Title = shortened(it.Title, maxItemTitle)
	if c.summary != "" && c.summary != it.Title {
		it.Summary = summaryHTML(c.summary)
	}
	return it
}

type cardReader struct {
	r       *lister
	it      *news.Item
	nodes   int
	summary string
	sure    bool       // the summary is one by its name
	timed   bool       // the time is one by its markup
	skip    *html.Node // an element whose inside was read already
}

// inside tells whether an element is within one that was read as a whole.
func (c *cardReader) inside(n *html.Node) bool {
	for up := n.Parent; c.skip != nil && up != nil; up = up.Parent {
		if up == c.skip {
			return true
		}
	}
	return false
}

func (c *cardReader) element(n *html.Node) {
	names := strings.ToLower(attribute(n, "class") + " " + attribute(n, "itemprop"))
	switch {
	case isHeading(n):
		if c.it.Title == "" {
			c.it.Title = nodeLine(n)
		}
	case n.Data == "time" || holds(names, "date", "time", "datetime", "datepublished", "timestamp", "published", "pubdate"):
		c.time(n)
	case n.Data == "img" || n.Data == "amp-img":
		if c.it.Image == "" && !tiny(n) {
			c.it.Image = c.r.imageOf(n)
		}
	case hasToken(attribute(n, "rel"), "author") || holds(names, "author", "byline", "authors", "writer"):
		if len(c.it.Authors) == 0 {
			c.author(n)
		}
	case holds(names, "summary", "teaser", "excerpt", "dek", "standfirst", "description", "abstract", "intro", "deck", "lead", "snippet"):
		c.text(n, true)
	case n.Data == "p":
		c.text(n, false)
	}
}

// holds tells whether one of the words is among those of class names.
func holds(names string, any ...string) bool {
	for _, w := range any {
		i := strings.Index(names, w)
		for i >= 0 {
			end := i + len(w)
			if (i == 0 || !isWordByte(names[i-1])) && (end == len(names) || !isWordByte(names[end])) {
				return true
			}
			next := strings.Index(names[end:], w)
			if next < 0 {
				break
			}
			i = end + next
		}
	}
	return false
}

func isWordByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

func (c *cardReader) time(n *html.Node) {
	marked := n.Data == "time" || attribute(n, "datetime") != ""
	if !c.it.Published.IsZero() && (c.timed || !marked) {
		return
	}
	for _, raw := range []string{attribute(n, "datetime"), attribute(n, "content"), nodeLine(n)} {
		if t := c.r.when(raw, nil); !t.IsZero() {
			c.it.Published, c.timed = t, marked
			return
		}
	}
}

func (c *cardReader) author(n *html.Node) {
	line := nodeLine(n)
	if line == "" || len(line) > 120 || digits(line) > 0 {
		return
	}
	c.it.Authors = authorNames(line)
	c.skip = n
}

// text takes a summary: one named so before a longer paragraph.
func (c *cardReader) text(n *html.Node, sure bool) {
	if c.sure || within(n, isHeading) != nil {
		return
	}
	text := nodeLine(n)
	if sure && textWords(text) >= 4 || !sure && textWords(text) >= 8 && len(text) > len(c.summary) {
		c.summary, c.sure = text, sure
	}
}

// tiny tells pictures that are marks: counters, icons, faces.
func tiny(n *html.Node) bool {
	for _, key := range []string{"width", "height"} {
		if v := attribute(n, key); v != "" && len(v) <= 2 && digits(v) == len(v) {
			return true
		}
	}
	return holds(strings.ToLower(attribute(n, "class")), "avatar", "icon", "logo")
}
