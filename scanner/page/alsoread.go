package page

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/news"
	"alsoread/scanner/clean"
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

// offBlock says whether a place is in a part that never holds related coverage
// of the article's own: navigation, forms, what is about people or money.
func (h *harvest) offBlock(n *html.Node) bool {
	if n == nil || n == h.z.container {
		return false
	}
	if known, ok := h.offs[n]; ok {
		return known
	}
	off := false
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Form, atom.Button, atom.Figcaption:
		off = true
	default:
		off = offName(attr(n, "class")) || offName(attr(n, "id")) || h.offBlock(n.Parent)
	}
	h.offs[n] = off
	return off
}

// offNames name parts whose links are not related coverage.
var offNames = []string{"comment", "share", "social", "author", "byline", "bio", "tag", "tags", "topics", "breadcrumb", "newsletter", "subscribe", "signup", "promo", "promoted", "sponsor", "sponsored",
	"sponsoredlinks", "advert", "advertisement", "ad", "ads", "taboola", "outbrain", "mostread", "most-read", "popular", "most-popular", "mostpopular", "trending", "pagination", "pager", "navigation", "menu", "footer", "toc", "table-of-contents", "credit", "affiliate", "shopping", "product"}

// offName compares whole words of class names: "tag-list" is one of a tag list,
// "stage" is not.
func offName(names string) bool {
	names = bounded(names)
	for name := range strings.FieldsSeq(names) {
		name = strings.ToLower(name)
		if slices.Contains(offNames, name) {
			return true
		}
		if strings.Contains(name, "related") {
			continue // "promo-related-post" promotes the publisher's own
		}
		for part := range strings.FieldsFuncSeq(name, func(c rune) bool { return c == '-' || c == '_' }) {
			switch part {
			case "comments", "comment", "share", "sharing", "social", "newsletter", "breadcrumb", "breadcrumbs", "promo", "sponsored", "advertisement", "taboola", "outbrain", "mostread", "popular", "trending", "pagination", "byline", "tags", "toc":
				return true
			}
		}
	}
	return false
}

// inline takes a line that is a label and its links: "READ ALSO | <a>".
func (h *harvest) inline(l *line) bool {
	word, start, end, ok := labelAt(l.text)
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
	if !ok || cautious[word] || !h.alone(l, end) {
		return false
	}
	if i > h.z.last && h.z.parent != nil && !isInside(l.block, h.z.parent) && !boxed(l.block.Parent) {
		return false // below the article
	}
	label := l.text[start:end]
	return h.box(l, label) || h.followers(l, label)
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
	return strings.HasSuffix(rest, ":") || headed(l.block)
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
// nothing but the label and links.
func (h *harvest) box(l *line, label string) bool {
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
	if best == nil || best.DataAtom == atom.A && textOf(best) == l.text || !h.take(best, label) {
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

// followers takes the blocks of links right after a label that has no box.
func (h *harvest) followers(l *line, label string) bool {
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
				if !ok || !allLinks(lines) || !h.take(n, label) {
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

// named takes a block without a label whose markup says what it is.
func (h *harvest) named(l *line) bool {
	if l.linked == 0 {
		return false
	}
	var block *html.Node
	for p := l.block; p != nil && p != h.z.container; p = p.Parent {
		if h.related(p) {
			block = p
		}
	}
	if a := l.runs[0].link; block == nil && a != nil && relatedName(a) {
		block = a
	}
	if block == nil {
		return false
	}
	if _, ok := h.onlyLinks(block, l); !ok || !h.take(block, "") {
		return false
	}
	h.remove(block)
	return true
}

// emptyCard takes a card whose link lies over its text without holding any.
func (h *harvest) emptyCard(l *line) bool {
	var block *html.Node
	for p := l.block; p != nil && p != h.z.container; p = p.Parent {
		if h.related(p) {
			block = p
		}
	}
	if block == nil || h.refused[block] {
		return false
	}
	h.refused[block] = true
	var link *html.Node
	for n := range block.Descendants() {
		if n.DataAtom == atom.A {
			if link != nil || textOf(n) != "" {
				return false
			}
			link = n
		}
	}
	lines, ok := h.linesWithin(block, l.at)
	if link == nil || !ok || len(lines) == 0 || len(lines) > 3 || lines[0].length > 200 {
		return false
	}
	title, label := "", ""
	for _, l := range lines {
		if _, start, end, ok := labelAt(l.text); ok && letters(l.text[end:]) == 0 {
			label = l.text[start:end]
		} else if title == "" {
			title = l.text
		}
	}
	if !h.add(link, label, title) {
		return false
	}
	h.remove(block)
	return true
}

// relatedNames are the words by which markup names blocks of related coverage.
var relatedNames = []string{"related", "alsoread", "also-read", "also_read", "readmore", "read-more", "read_more", "readalso", "read-also", "seealso", "see-also", "recirc", "recirculation", "morelike", "inline-link-card", "internal-link", "internallink",
	"leesook", "lees-ook", "lesensieauch", "lesen-sie-auch", "lireaussi", "lire-aussi", "lea-tambien", "leatambien", "leia-tambem", "leiatambem", "bacajuga", "baca-juga", "lesogsa", "les-ogsa", "read-next", "readnext", "relacionad", "correlat", "verwandt", "mehr-zum-thema", "zum-thema"}

// related is relatedName, asked once an element.
func (h *harvest) related(n *html.Node) bool {
	known, ok := h.called[n]
	if !ok {
		known = relatedName(n)
		h.called[n] = known
	}
	return known
}

// relatedName says whether an element's class, id, itemprop or data attributes
// call it related coverage.
func relatedName(n *html.Node) bool {
	for _, a := range n.Attr {
		switch {
		case a.Key == "class" || a.Key == "id" || a.Key == "itemprop" || strings.HasPrefix(a.Key, "data-"):
			low := strings.ToLower(bounded(a.Val))
			for _, name := range relatedNames {
				if i := strings.Index(low, name); i >= 0 && (i == 0 || !unicode.IsLetter(rune(low[i-1])) || len(name) > 7) && !strings.HasPrefix(low[i:], "related-to") {
					return true
				}
			}
		}
	}
	return false
}

// take adds the links of a block; false when it has none that counts.
func (h *harvest) take(block *html.Node, label string) bool {
	var anchors []*html.Node
	if block.DataAtom == atom.A {
		anchors = append(anchors, block)
	}
	for n := range block.Descendants() {
		if n.DataAtom == atom.A {
			anchors = append(anchors, n)
		}
		if len(anchors) > 4*maxBlockSize {
			return false
		}
	}
	long := false
	for _, a := range anchors {
		long = long || len(strings.Fields(h.title(a, label))) >= 4
	}
	took := false
	for _, a := range anchors {
		if long && len(strings.Fields(h.title(a, label))) < 3 && !wide(textOf(a)) && !h.known(a) {
			continue // a card's section or author
		}
		took = h.add(a, label, "") || took
	}
	return took
}

func (h *harvest) known(a *html.Node) bool {
	key, err := news.Canonical(clean.URL(attr(a, "href"), h.r.base))
	_, ok := h.seen[key]
	return err == nil && ok
}

// title returns the text of a link without the label.
func (h *harvest) title(a *html.Node, label string) string {
	text := ""
	for n := range a.Descendants() {
		if headed(n) {
			if t := textOf(n); len(t) > len(text) {
				text = t
			}
		}
	}
	if len(strings.Fields(text)) < 3 {
		text = textOf(a)
	}
	text = clean.Line(text)
	if _, start, end, ok := labelAt(text); ok && (label == "" || strings.EqualFold(text[start:end], label) || strings.HasPrefix(strings.TrimSpace(text[end:]), ":")) {
		if rest := strings.TrimLeft(text[end:], " :：|>»›→–—-•/\u00a0"); rest != "" {
			text = rest
		}
	}
	return text
}

// add adds one link; false when it is none of related coverage. A second link
// to one target only adds its title when the first had none.
func (h *harvest) add(a *html.Node, label, title string) bool {
	address := clean.URL(attr(a, "href"), h.r.base)
	key, err := news.Canonical(address)
	if err != nil || key == h.page || key == h.canonicalSelf() || !h.story(a, address) {
		return false
	}
	if title == "" {
		title = h.title(a, label)
	}
	if i, ok := h.seen[key]; ok {
		if i >= 0 && len(h.links[i].Title) < len(title) && letters(h.links[i].Title) < 10 {
			h.links[i].Title = title
		}
		return true
	}
	if _, _, end, ok := labelAt(title); ok && letters(title[end:]) == 0 {
		title = cardTitle(a)
	}
	if letters(title) < 2 {
		for n := range a.Descendants() {
			if n.DataAtom == atom.Img && letters(attr(n, "alt")) > 10 {
				title = clean.Line(attr(n, "alt"))
			}
		}
		if letters(title) < 2 {
			return false
		}
	}
	h.seen[key] = len(h.links)
	h.links = append(h.links, Link{URL: address, Title: title, Label: clean.Line(label)})
	return true
}

// cardTitle returns the heading of the card that a "Read more" link is in.
func cardTitle(a *html.Node) string {
	for p, depth := a.Parent, 0; p != nil && depth < 3; p, depth = p.Parent, depth+1 {
		for n := range p.Descendants() {
			if headed(n) && !isInside(n, a) {
				return clean.Line(textOf(n))
			}
		}
	}
	return ""
}

func (h *harvest) canonicalSelf() string {
	key, _ := news.Canonical(h.r.article.CanonicalURL)
	return key
}

// story says whether a link can lead to a story.
func (h *harvest) story(a *html.Node, address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return false
	}
	rel := strings.ToLower(attr(a, "rel"))
	if text := strings.ToLower(textOf(a)); strings.HasPrefix(text, "sponsored") || strings.HasPrefix(text, "anzeige") || strings.HasPrefix(text, "promoted") {
		return false
	}
	if strings.Contains(rel, "sponsored") || strings.Contains(rel, "author") || rel == "tag" || strings.Contains(rel, "category") {
		return false
	}
	low := strings.ToLower(u.Path)
	for _, part := range [...]string{"/share", "sharer", "/intent/", "/author/", "/authors/", "/tag/", "/tags/", "/topic/", "/topics/", "/category/", "/subscribe", "/newsletter", "/login", "/signup", "/account"} {
		if strings.Contains(low, part) {
			return false
		}
	}
	if section(u) && len(strings.Fields(textOf(a))) < 5 {
		return false
	}
	for _, ending := range [...]string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".mp4"} {
		if strings.HasSuffix(low, ending) {
			return false
		}
	}
	return true
}

// section says whether an address looks like that of a section: no digit, at
// most one hyphen in the last part, no page name.
func section(u *url.URL) bool {
	path := strings.Trim(u.Path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	return u.RawQuery == "" && !strings.ContainsAny(path, "0123456789.") && strings.Count(last, "-")+strings.Count(last, "_") < 2
}

func (h *harvest) remove(n *html.Node) {
	h.removed[n] = true
	h.blocks = append(h.blocks, n)
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

func detach(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}
