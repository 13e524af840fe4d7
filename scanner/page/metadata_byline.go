package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// bylineAuthors reads rel=author and elements that are called author or byline.
func (r *articleReader) bylineAuthors() []string {
	var linked, called []string
	for _, n := range r.facts.bylines {
		if outsideArticle(n) || inside(n, atom.Figure, atom.Button) {
			continue
		}
		text := r.bylineText(n)
		if strings.Contains(attr(n, "rel"), "author") {
			linked = append(linked, text)
		} else {
			called = append(called, text)
		}
	}
	if len(linked) > 0 {
		return linked
	}
	for _, text := range called {
		if own := splitNames(text); len(own) == 1 && r.isSite(own[0]) {
			return nil // the site signs its own
		}
		if names := r.people([]string{text}); len(names) > 0 && !shorthand(names) {
			return names
		}
	}
	return nil
}

// bylineText returns the text of an element that is called a byline: of the
// part inside it that begins as bylines do ("von Jane Doe"), where there is one.
// Long texts that do not begin so are the cards of other stories.
func (r *articleReader) bylineText(n *html.Node) string {
	text := textOf(n)
	if utf8.RuneCountInString(text) > 150 {
		return ""
	}
	if bylineStart.MatchString(text + " ") {
		return text
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && slices.Contains(r.facts.bylines, c) {
			if inner := textOf(c); bylineStart.MatchString(inner+" ") && len(splitNames(inner)) > 0 {
				return inner
			}
		}
	}
	if len(strings.Fields(text)) > 15 {
		return ""
	}
	return text
}

// shorthand says whether a byline is an editor's mark, as "amw", or initials in
// the place of a picture.
func shorthand(names []string) bool {
	name := names[0]
	if len(names) > 1 || !isASCII(name) {
		return false
	}
	return len(name) <= 4 && strings.ToLower(name) == name || len(name) == 2 && name != "AP" && name != "PA"
}

// authorPath matches the address of an author's page that ends in a name.
var authorPath = regexp.MustCompile(`/(?:authors?|editors?|staff|people|profiles?|by|contributors?)/(\p{L}{2,}(?:-\p{L}+){1,2})/?$`)

// addressedAuthors reads a name out of the address of the author's page, where
// the page gives nothing else.
func (r *articleReader) addressedAuthors() []string {
	for _, address := range r.facts.meta["article:author"] {
		if m := authorPath.FindStringSubmatch(strings.ToLower(address)); m != nil {
			words := strings.Split(m[1], "-")
			for i, w := range words {
				c, size := utf8.DecodeRuneInString(w)
				words[i] = string(unicode.ToUpper(c)) + w[size:]
			}
			return []string{strings.Join(words, " ")}
		}
	}
	return nil
}

// spokenAuthors looks for a line near the article's heading that begins as
// bylines do: "By Jane Doe".
func (r *articleReader) spokenAuthors() []string {
	for _, h := range r.facts.headings {
		seen := 0
		for n := h; n != nil && seen < 120; n = following(n) {
			if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" || n.Parent == nil || isHiddenText(n.Parent) {
				continue
			}
			seen++
			if line := bylineAt(n); line != "" {
				return []string{line}
			}
		}
	}
	return nil
}

// bylineAt returns the line a text begins, when it is a byline.
func bylineAt(n *html.Node) string {
	line := strings.TrimSpace(n.Data)
	if len(line) > 200 || !bylineStart.MatchString(line+" ") {
		return ""
	}
	for p := n; strings.TrimSpace(bylineStart.ReplaceAllString(line+" ", "")) == "" && p.Parent != nil; p = p.Parent {
		line = textOf(p.Parent)
		if utf8.RuneCountInString(line) > 100 {
			return ""
		}
	}
	names := splitNames(line)
	if utf8.RuneCountInString(line) > 100 || len(names) == 0 || len(names) > 4 {
		return ""
	}
	for _, name := range names {
		if !capitalised(name) {
			return ""
		}
	}
	return line
}

// capitalised says whether a text looks like a full name: two to five words,
// all but particles beginning with a capital.
func capitalised(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	capitals := 0
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(first):
			capitals++
		case utf8.RuneCountInString(w) > 3:
			return false
		}
	}
	return capitals >= 2
}

// following returns the next node in the order of the document.
func following(n *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	return after(n)
}

// after returns the next node in the order of the document that is not inside n.
func after(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.NextSibling != nil {
			return n.NextSibling
		}
	}
	return nil
}
