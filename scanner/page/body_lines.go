package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// linedBody takes the body line by line out of the zone where the prose is;
// false when there is too little of it.
func (r *articleReader) linedBody(z *zone) bool {
	if z.first > z.last {
		return false
	}
	c := bodyCutter{r: r, z: z, title: foldName(r.article.Title), seen: map[string]bool{}}
	kept := c.cut()
	length := 0
	var texts []string
	for _, l := range kept {
		length += l.length
		texts = append(texts, l.text)
	}
	if length < leastBody {
		return false
	}
	r.fill(texts, c.nodes(kept))
	return true
}

// bodyCutter decides line by line what belongs to an article's text.
type bodyCutter struct {
	r     *articleReader
	z     *zone
	title string
	seen  map[string]bool
	end   int // last line of prose in the container
	offs  map[*html.Node]bool
	names bool // class names count: they do not when most of the prose is under one
}

func (c *bodyCutter) cut() []*line {
	var kept []*line
	begin := c.begin()
	c.end = c.z.last
	for i := c.z.first; i < len(c.z.lines); i++ {
		if l := c.z.lines[i]; c.z.prose[l] && l.within {
			c.end = i
		}
	}
	if c.mostlyOff() {
		c.names, c.offs = false, map[*html.Node]bool{}
	}
	for i := begin; i < len(c.z.lines) && c.r.ctx.Err() == nil; i++ {
		l := c.z.lines[i]
		switch {
		case !l.within && (i > c.z.first || !c.z.prose[l]):
			continue
		case c.off(l) || c.repeated(l):
			continue
		case i < c.z.first && !c.lead(l), i > c.end && !c.tail(l), i >= c.z.first && i <= c.end && !c.belongs(l):
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// mostlyOff says whether the names of classes would take away much of the prose:
// then they are about the page ("newsletter-issue"), not about a part of it.
func (c *bodyCutter) mostlyOff() bool {
	c.names, c.offs = true, map[*html.Node]bool{}
	off, all := 0, 0
	for _, l := range c.z.lines {
		if c.z.prose[l] && l.within {
			all += l.length
			if c.off(l) {
				off += l.length
			}
		}
	}
	return 3*off > all
}

// begin is the line after the article's heading, where standfirsts are; the
// first line of prose when there is no heading before it.
func (c *bodyCutter) begin() int {
	for i := c.z.first; i >= 0; i-- {
		l := c.z.lines[i]
		if l.block.DataAtom == atom.H1 || c.title != "" && foldName(l.text) == c.title {
			return i + 1
		}
	}
	for i := 0; i < c.z.first; i++ {
		if isInside(c.z.lines[i].block, c.z.container) {
			return i
		}
	}
	return c.z.first
}

// lead says whether a line before the first prose belongs to the text.
func (c *bodyCutter) lead(l *line) bool {
	if c.amongProse(l) {
		return c.belongs(l)
	}
	return c.z.prose[l] || l.length >= 40 && l.linked == 0 && endsSentence(l.text) && !c.r.dated(l)
}

// amongProse says whether a line is in the element that most paragraphs are in.
func (c *bodyCutter) amongProse(l *line) bool {
	return c.z.parent != nil && l.within && isInside(l.block, c.z.parent)
}

// tail says whether a line after the last prose belongs to the text.
func (c *bodyCutter) tail(l *line) bool {
	if c.amongProse(l) {
		return c.belongs(l)
	}
	return l.length >= 40 && l.share() < 0.35 && endsSentence(l.text) && (l.block.DataAtom == atom.P || l.block.DataAtom == atom.Li) && !c.r.dated(l)
}

// belongs says whether a line between the first and the last prose does.
func (c *bodyCutter) belongs(l *line) bool {
	if c.z.prose[l] {
		return true
	}
	if l.share() > 0.8 && l.length < 100 && !headed(l.block) {
		return false
	}
	switch l.block.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Td, atom.Th, atom.Dt, atom.Dd, atom.Blockquote, atom.Pre:
		return true
	case atom.P:
		return !c.r.dated(l)
	}
	return l.length >= 40 || endsSentence(l.text) && l.length >= 20
}

// dated says whether a line is a dateline or byline.
func (r *articleReader) dated(l *line) bool {
	if l.length > 90 || endsSentence(l.text) && l.length > 60 {
		return false
	}
	return datePart(l.text) != "" || bylineStart.MatchString(l.text) && capitalised(strings.Join(splitNames(l.text), " "))
}

// endsSentence says whether a text ends as sentences do.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»“)]› ")
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:。！？।۔؟։", last)
}

// off says whether a line is in a part of the container that is not text.
func (c *bodyCutter) off(l *line) bool { return c.offAt(l.block) }

func (c *bodyCutter) offAt(n *html.Node) bool {
	if n == nil || n == c.z.container || n.DataAtom == atom.Body {
		return false
	}
	if known, ok := c.offs[n]; ok {
		return known
	}
	off := offElement(n) || offName(attr(n, "class")) || offName(attr(n, "id")) || embedded(attr(n, "class"))
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Figcaption, atom.Button:
	default:
		off = off && c.names
	}
	off = off || c.offAt(n.Parent)
	c.offs[n] = off
	return off
}

// embedded says whether a class is one of posts from elsewhere, captions and
// what stands in for them.
func embedded(class string) bool {
	for name := range strings.FieldsSeq(bounded(class)) {
		switch strings.ToLower(name) {
		case "twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post", "reddit-embed-bq",
			"caption", "wp-caption", "wp-caption-text", "image-caption", "photo-caption", "img-caption", "media-caption", "gallery-caption", "figcaption",
			"paywall", "piano-offer", "embed-consent", "consent", "cookie-consent":
			return true
		}
	}
	return false
}

// repeated says whether a line is the title or has been there before.
func (c *bodyCutter) repeated(l *line) bool {
	folded := foldName(l.text)
	if folded == c.title && folded != "" || c.seen[folded] && l.length > 30 {
		return true
	}
	c.seen[folded] = true
	return false
}

// nodes takes from the page what was not kept and returns what holds the rest.
func (c *bodyCutter) nodes(kept []*line) []*html.Node {
	keep := map[*line]bool{}
	var out []*html.Node
	for _, l := range kept {
		keep[l] = true
		if !l.within {
			out = append(out, l.block)
		}
	}
	for _, l := range c.z.lines {
		if keep[l] || !l.within {
			continue
		}
		for _, r := range l.runs {
			detach(r.node)
		}
	}
	prune(c.z.container)
	return append(out, c.z.container)
}

// prune removes elements that hold neither text nor an image.
func prune(n *html.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if child.Type == html.ElementNode {
			prune(child)
			if child.FirstChild == nil && !standsAlone(child) || invisible(child) || child.DataAtom == atom.Button || child.DataAtom == atom.Form {
				n.RemoveChild(child)
			}
		}
		child = next
	}
}

func standsAlone(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Img, atom.Br, atom.Hr, atom.Source, atom.Picture, atom.Td, atom.Th, atom.Col, atom.Video, atom.Audio:
		return true
	}
	return false
}
