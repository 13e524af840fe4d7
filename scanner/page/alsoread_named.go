package page

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

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
