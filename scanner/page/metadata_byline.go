package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

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
