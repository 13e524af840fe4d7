package page

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/news"
	"alsoread/scanner/clean"
)

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
