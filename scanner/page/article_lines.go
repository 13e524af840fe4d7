package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// run is a piece of text of one node, within a link or not.
type run struct {
	node *html.Node // text
	link *html.Node // the a element around it; nil: none
}

// line is what stands on one line of a page: the text between the edges of two
// blocks.
type line struct {
	block  *html.Node // the innermost block element around it
	runs   []run
	text   string // white space folded
	length int    // of text, in characters
	linked int    // of these in links
	at     int    // place among the lines of the page
	off    bool   // in a part of the page whose text is not the article's
	within bool   // in the element with most of the prose
}

// share is the part of a line that is links.
func (l *line) share() float64 {
	if l.length == 0 {
		return 0
	}
	return float64(l.linked) / float64(l.length)
}

// linesOf cuts a page into its lines, without what readers do not see.
func linesOf(root *html.Node) []*line {
	c := lineCutter{}
	c.walk(root, place{block: root})
	c.flush()
	return c.lines
}

type lineCutter struct {
	lines []*line
	now   line
	text  strings.Builder
}

// place is where a piece of text is.
type place struct {
	block *html.Node
	link  *html.Node
	off   bool
}

func (c *lineCutter) walk(n *html.Node, at place) {
	switch n.Type {
	case html.TextNode:
		c.add(n, at)
		return
	case html.ElementNode:
		if invisible(n) {
			return
		}
		if n.DataAtom == atom.A {
			at.link = n
		}
		at.off = at.off || offElement(n)
	case html.CommentNode, html.DoctypeNode:
		return
	}
	edge := isBlock(n) || n.DataAtom == atom.Br
	if edge {
		c.flush()
		if n.DataAtom != atom.Br {
			at.block = n
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.walk(child, at)
	}
	if edge {
		c.flush()
	}
}

func (c *lineCutter) add(n *html.Node, at place) {
	if c.text.Len() == 0 && strings.TrimSpace(n.Data) == "" {
		return
	}
	if c.now.block == nil {
		c.now.block, c.now.off = at.block, at.off
	}
	c.text.WriteString(n.Data)
	c.now.runs = append(c.now.runs, run{n, at.link})
	if at.link != nil {
		c.now.linked += utf8.RuneCountInString(strings.TrimSpace(n.Data))
	}
}

func (c *lineCutter) flush() {
	if c.now.block == nil {
		return
	}
	if c.now.text = foldSpace(c.text.String()); c.now.text != "" {
		l := c.now
		l.length = utf8.RuneCountInString(l.text)
		l.at = len(c.lines)
		c.lines = append(c.lines, &l)
	}
	c.now = line{}
	c.text.Reset()
}

// invisible says whether an element shows readers no text of the page.
func invisible(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Select, atom.Textarea, atom.Object, atom.Head, atom.Video, atom.Audio, atom.Canvas:
		return true
	}
	return hasAttr(n, "hidden") || hiddenStyle(attr(n, "style"))
}

func hiddenStyle(style string) bool {
	if style == "" {
		return false
	}
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// zone is where on a page the article's text is.
type zone struct {
	lines       []*line
	container   *html.Node // the innermost element with most of the prose
	parent      *html.Node // of most of the prose in container; nil: there is none
	prose       map[*line]bool
	first, last int // first and last line of prose in container; first > last: none
}

// proseLength is how long a line of prose is at least; half of it where one
// character is a word.
const proseLength = 80

func textZone(body *html.Node) *zone {
	z := &zone{lines: linesOf(body), prose: map[*line]bool{}, first: 1}
	weight := map[*html.Node]int{}
	for _, l := range z.lines {
		if isProse(l) && !l.off {
			z.prose[l] = true
			weight[l.block] += proseWeight(l)
		}
	}
	sum(body, weight)
	z.container = heaviest(body, weight)
	z.markWithin()
	z.include()
	return z
}

// sum adds to every element what the elements in it weigh.
func sum(n *html.Node, weight map[*html.Node]int) int {
	total := weight[n]
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			total += sum(c, weight)
		}
	}
	if total > 0 {
		weight[n] = total
	}
	return total
}

// markWithin marks the lines in the container. They follow one another.
func (z *zone) markWithin() {
	blocks := map[*html.Node]bool{z.container: true}
	for n := range z.container.Descendants() {
		if n.Type == html.ElementNode {
			blocks[n] = true
		}
	}
	for _, l := range z.lines {
		l.within = blocks[l.block]
	}
}

// include finds the first and the last line of prose in the container. Where
// most paragraphs have one parent, the last is one of these: what follows them
// may be teasers.
func (z *zone) include() {
	parents := map[*html.Node]int{}
	total, found := 0, false
	var parent *html.Node
	for i, l := range z.lines {
		if !z.prose[l] || !l.within {
			continue
		}
		if !found {
			z.first, found = i, true
		}
		z.last = i
		total += proseWeight(l)
		if parents[l.block.Parent] += proseWeight(l); parents[l.block.Parent] > parents[parent] {
			parent = l.block.Parent
		}
	}
	if 2*parents[parent] < total {
		return
	}
	z.parent = parent
	for z.last > z.first && (z.lines[z.last].block.Parent != parent || !z.prose[z.lines[z.last]]) {
		z.last--
	}
}

// proseWeight is what a line of prose counts where the text is looked for. Items
// of lists count less: tickers and teasers are lists.
func proseWeight(l *line) int {
	if l.block.DataAtom == atom.Li {
		return l.length / 4
	}
	return l.length
}

func isProse(l *line) bool {
	length := l.length
	if wide(l.text) {
		length *= 2
	}
	if length < proseLength || l.share() >= 0.35 {
		return false
	}
	switch l.block.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4:
		return false
	case atom.Li, atom.Td: // lists of headlines have no sentences
		return strings.ContainsAny(l.text[len(l.text)-1:], ".!?") || strings.Contains(l.text, ". ") || wide(l.text)
	}
	return true
}

// wide says whether a text is in a script whose characters are syllables or words.
func wide(s string) bool {
	for i, c := range s {
		if c >= 0x1100 && (c < 0x1200 || c >= 0x2E80 && c < 0xE000) {
			return true
		}
		if i > 60 {
			break
		}
	}
	return false
}

// offElement says whether an element is a part of the page whose text is not
// the article's.
func offElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Figcaption, atom.Button:
		return true
	case atom.Body, atom.Html, atom.Main:
		return false
	}
	return asideName(attr(n, "class")) || asideName(attr(n, "id"))
}

// heaviest goes down from an element as long as one child holds most of the
// prose: seven tenths, so that a text in two halves stays together.
func heaviest(n *html.Node, weight map[*html.Node]int) *html.Node {
	for {
		var next *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if weight[c]*10 > weight[n]*7 {
				next = c
			}
		}
		if next == nil || next.DataAtom == atom.P || next.DataAtom == atom.Blockquote || next.DataAtom == atom.Li || next.DataAtom == atom.Td {
			return n
		}
		n = next
	}
}

func isInside(n, container *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if p == container {
			return true
		}
	}
	return false
}
