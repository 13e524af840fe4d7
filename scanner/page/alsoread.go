package page

import (
	"golang.org/x/net/html"

	"alsoread/news"
)

// Bounds of what is harvested: no publisher sets more into one article.
const (
	maxAlsoRead   = 60
	maxBlockSize  = 14 // links of one block; a longer list is an index
	maxBlockLines = 120
)

// harvest finds the blocks of related coverage in an article's text, adds their
// links to the article and removes them from the page.
type harvest struct {
	r       *articleReader
	z       *zone
	page    string // canonical form of the page itself
	links   []Link
	seen    map[string]int // place in links by canonical URL
	removed map[*html.Node]bool
	offs    map[*html.Node]bool // what offBlock found
	called  map[*html.Node]bool // what relatedName found
	refused map[*html.Node]bool // looked at and found to be none
	blocks  []*html.Node        // to remove when all is found
	edited  bool                // text was changed in place
}

// alsoRead says whether it took anything out of the page.
func (r *articleReader) alsoRead(z *zone) (changed bool, err error) {
	h := &harvest{r: r, z: z, seen: map[string]int{}, removed: map[*html.Node]bool{}, refused: map[*html.Node]bool{}, offs: map[*html.Node]bool{}, called: map[*html.Node]bool{}}
	h.page, _ = news.Canonical(r.doc.URL)
	if r.rules != nil && r.rules.alsoRead != nil {
		if err := h.selected(); err != nil {
			return false, err
		}
	} else if z.first <= z.last {
		h.search()
	}
	for i := range h.links {
		h.links[i].Position = i
	}
	r.article.AlsoRead = h.links
	for _, b := range h.blocks {
		detach(b)
	}
	return len(h.blocks) > 0 || h.edited, nil
}

// selected takes the blocks that the source's own selector names.
func (h *harvest) selected() error {
	blocks, err := h.r.chosen(h.r.rules.alsoRead)
	if err != nil {
		return err
	}
	for _, block := range blocks {
		h.take(block, blockLabel(block))
		h.blocks = append(h.blocks, block)
	}
	return nil
}

// blockLabel returns the label a block begins with.
func blockLabel(block *html.Node) string {
	lines := linesOf(block)
	if len(lines) == 0 {
		return ""
	}
	_, start, end, _ := labelAt(lines[0].text)
	return lines[0].text[start:end]
}

// search goes through the lines from the first prose on.
func (h *harvest) search() {
	for i := h.z.first; i < len(h.z.lines) && len(h.links) < maxAlsoRead && h.r.ctx.Err() == nil; i++ {
		l := h.z.lines[i]
		if !l.within || h.gone(l.block) || h.offBlock(l.block) {
			continue
		}
		switch {
		case h.inline(l):
		case h.heading(i, l):
		case h.insideProse(l):
		case h.emptyCard(l):
		case i < h.z.last:
			h.named(l)
		}
	}
}

// gone says whether a place has been taken already.
func (h *harvest) gone(n *html.Node) bool {
	for p := n; p != nil && p != h.z.container; p = p.Parent {
		if h.removed[p] {
			return true
		}
	}
	return false
}

func (h *harvest) remove(n *html.Node) {
	h.removed[n] = true
	h.blocks = append(h.blocks, n)
}

func detach(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}
