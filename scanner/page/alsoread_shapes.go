package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline takes a line that is a label and its links: "READ ALSO | <a>".
func (h *harvest) inline(l *line) bool {
	word, start, end, ok := labelAt(l.text)
	if !ok {
		word, start, end, ok = labelAfterMark(l.text)
	}
	if !ok || l.linked == 0 {
		return false
	}
	rest := strings.TrimSpace(l.text[end:])
	if letters(rest) < 4 {
		return false // the label alone
	}
	if !h.setOff(l, word, end) {
		return false
	}
	label := l.text[start:end]
	outside := l.length - l.linked - utf8.RuneCountInString(l.text[:end])
	if linkOf(l.runs[0]) != nil && utf8.RuneCountInString(strings.TrimSpace(l.runs[0].node.Data)) >= utf8.RuneCountInString(label) {
		outside = l.length - l.linked
	}
	if outside > 25+l.linked/2 {
		return false
	}
	n := len(h.links)
	known := 0
	for _, a := range linksIn(l) {
		if h.add(a, label, "") {
			known++
		}
	}
	if known == 0 && len(h.links) == n {
		return false
	}
	h.cutLine(l)
	return true
}

func linkOf(r run) *html.Node { return r.link }

// setOff says whether a label is set off from what follows it: by punctuation,
// by the edge of an element, by being in capitals.
func (h *harvest) setOff(l *line, word string, end int) bool {
	rest := strings.TrimLeft(l.text[end:], " \u00a0")
	if rest == "" {
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune(":：|>»›→–—-•/…!【「『“\"«", next) && next != '"' && next != '“' && next != '«' {
		return true
	}
	if h.edgeAt(l, end) {
		return true
	}
	label := l.text[:end]
	return !cautious[word] && strings.ToUpper(label) == label && strings.ToLower(label) != label && strings.ToUpper(rest) != rest
}

// edgeAt says whether a text node of the line ends at a place of its text.
func (h *harvest) edgeAt(l *line, end int) bool {
	var b strings.Builder
	for _, r := range l.runs {
		b.WriteString(r.node.Data)
		n := len(foldSpace(b.String()))
		if n == end {
			return true
		}
		if n > end {
			return false
		}
	}
	return false
}

// linksIn returns the links of a line, each once.
func linksIn(l *line) []*html.Node {
	var out []*html.Node
	for _, r := range l.runs {
		if r.link != nil && !slices.Contains(out, r.link) {
			out = append(out, r.link)
		}
	}
	return out
}

// heading takes a label that stands alone, with the links that follow it in its
// box, or after it where it has no box.
func (h *harvest) heading(i int, l *line) bool {
	word, start, end, ok := labelAt(l.text)
	if !ok && emphasised(l) {
		word, start, end, ok = labelAtEnd(l.text)
	}
	strict := cautious[word] && !(headed(l.block) && inAside(l.block))
	if !ok || !h.alone(l, end) || strict && (!inviting[word] || i >= h.z.last) {
		return false
	}
	if i > h.z.last && h.z.parent != nil && !isInside(l.block, h.z.parent) && !boxed(l.block.Parent) {
		return false // below the article
	}
	label := l.text[start:end]
	if named := strings.TrimRight(l.text[start:], " :"); strings.HasSuffix(word, " in") || strings.HasSuffix(word, " on") {
		label = named // "Also in The Valley Post"
	}
	return h.box(l, label, strict) || h.followers(l, label, strict)
}

// inAside says whether a heading is that of a box beside the text.
func inAside(n *html.Node) bool {
	for up, i := n.Parent, 0; up != nil && i < 3; up, i = up.Parent, i+1 {
		if up.DataAtom == atom.Aside {
			return true
		}
	}
	return false
}

// alone says whether a line is only its label, or a short heading that begins
// with it: "Read more about the election:".
func (h *harvest) alone(l *line, end int) bool {
	rest := strings.TrimSpace(l.text[end:])
	if letters(rest) == 0 {
		return true
	}
	if l.linked > 0 || len(strings.Fields(rest)) > 6 || l.length > 60 {
		return false
	}
	return strings.HasSuffix(rest, ":") || emphasised(l)
}

func headed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Header:
		return true
	}
	return false
}

func letters(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	return n
}

// box climbs from the label to the largest element around it that holds
// nothing but the label and links; strict: to what has a title.
func (h *harvest) box(l *line, label string, strict bool) bool {
	var best *html.Node
	start := l.block
	if a := l.runs[0].link; a != nil {
		start = a // a card that is one link with the label in it
	}
	for p := start; p != nil && p != h.z.container; p = p.Parent {
		links, ok := h.onlyLinks(p, l)
		if !ok {
			break
		}
		if links > 0 {
			best = p
		}
	}
	if best == nil || best.DataAtom == atom.A && textOf(best) == l.text || strict && !h.titled(best, label) || !h.take(best, label) {
		return false // nothing there, or a button
	}
	h.remove(best)
	return true
}

// onlyLinks counts the links of an element; not ok when it holds text of
// another kind. A teaser's summary is allowed to be as long as its links.
func (h *harvest) onlyLinks(n *html.Node, label *line) (links int, ok bool) {
	linked, other := 0, 0
	seen := map[*html.Node]bool{}
	if n.DataAtom == atom.A {
		return 1, true
	}
	lines, ok := h.linesWithin(n, label.at)
	if !ok {
		return 0, false
	}
	for _, l := range lines {
		if l == label || l.text == label.text {
			continue
		}
		if h.z.prose[l] && !boxed(n) {
			return 0, false
		}
		linked += l.linked
		other += l.length - l.linked
		for _, a := range linksIn(l) {
			seen[a] = true
		}
	}
	if len(seen) > maxBlockSize {
		return 0, false
	}
	if other > 60+linked && !(boxed(n) && other < 300+linked) {
		return 0, false
	}
	return len(seen), true
}

// boxed says whether an element is by itself a box beside the text.
func boxed(n *html.Node) bool {
	return n.DataAtom == atom.Aside || n.DataAtom == atom.A || relatedName(n)
}

// linesWithin returns the lines inside an element, the first of which is at or
// near a place; ok is false when there are more than a block can have.
func (h *harvest) linesWithin(n *html.Node, near int) (within []*line, ok bool) {
	from := near
	for from > 0 && near-from < maxBlockLines && isInside(h.z.lines[from-1].block, n) {
		from--
	}
	for i := from; i < len(h.z.lines) && len(within) <= maxBlockLines; i++ {
		if l := h.z.lines[i]; isInside(l.block, n) {
			within = append(within, l)
		} else if i > near {
			break
		}
	}
	return within, len(within) <= maxBlockLines
}

// titled says whether all links of an element are called as stories are, by four
// words or more: under labels that are cautious topics and buttons are listed too.
func (h *harvest) titled(block *html.Node, label string) bool {
	anchors := anchorsIn(block)
	return len(anchors) > 0 && !slices.ContainsFunc(anchors, func(a *html.Node) bool {
		title := h.title(a, label)
		return len(strings.Fields(title)) < 4 && !(wide(title) && letters(title) >= 8)
	})
}

// anchorsIn returns the links of an element that have a text.
func anchorsIn(block *html.Node) []*html.Node {
	if block.DataAtom == atom.A {
		return []*html.Node{block}
	}
	var anchors []*html.Node
	for n := range block.Descendants() {
		if n.DataAtom == atom.A && textOf(n) != "" {
			anchors = append(anchors, n)
		}
		if len(anchors) > maxBlockSize {
			break
		}
	}
	return anchors
}

// followers takes the blocks of links right after a label that has no box.
func (h *harvest) followers(l *line, label string, strict bool) bool {
	top := l.block
	for top.Parent != nil && top.Parent != h.z.container && onlyText(top.Parent, l) {
		top = top.Parent
	}
	took := false
	at := l.at + 1
	for n := top.NextSibling; n != nil; {
		next := n.NextSibling
		if n.Type == html.ElementNode && !invisible(n) {
			lines, ok := h.linesWithin(n, at)
			at += len(lines)
			if len(lines) > 0 {
				if !ok || !allLinks(lines) || strict && !h.titled(n, label) || !h.take(n, label) {
					break
				}
				h.remove(n)
				took = true
			}
		}
		n = next
	}
	if took {
		h.remove(top)
	}
	return took
}

// onlyText says whether a line is all the text of an element.
func onlyText(n *html.Node, l *line) bool { return textOf(n) == l.text }

func allLinks(lines []*line) bool {
	links := 0
	for _, l := range lines {
		if l.share() < 0.7 {
			return false
		}
		links += len(linksIn(l))
	}
	return links > 0 && links <= maxBlockSize
}

// insideProse takes "(Also read: <a>)" at the end of a paragraph.
func (h *harvest) insideProse(l *line) bool {
	took := false
	for i := 1; i < len(l.runs); i++ {
		a := l.runs[i].link
		if a == nil || l.runs[i-1].link != nil {
			continue
		}
		before := l.runs[i-1].node.Data
		cut := strings.LastIndexAny(strings.TrimRight(before, " \u00a0"), ".!?([{|।\n")
		tail := strings.TrimSpace(before[cut+1:])
		_, start, end, ok := labelAt(tail)
		if !ok || start != 0 || !strings.ContainsAny(tail[end:], ":|-–—»>") || letters(tail[end:]) > 0 {
			continue
		}
		if h.add(a, tail[:end], "") {
			l.runs[i-1].node.Data = before[:cut+1]
			h.edited = true
			h.remove(a)
			took = true
		}
	}
	return took
}

// cutLine removes a line: its block when that holds nothing else.
func (h *harvest) cutLine(l *line) {
	if onlyText(l.block, l) && l.block != h.z.container {
		block := l.block
		for block.Parent != nil && block.Parent != h.z.container && block.Parent.DataAtom != atom.Body && onlyText(block.Parent, l) {
			block = block.Parent
		}
		h.remove(block)
		return
	}
	for _, r := range l.runs {
		if r.link != nil {
			h.remove(r.link)
		} else {
			h.remove(r.node)
		}
	}
}
