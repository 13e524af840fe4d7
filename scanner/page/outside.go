package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// outsideArticle says whether an element is in a part of the page that is never
// the article's own.
func outsideArticle(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.Aside, atom.Nav:
			return true
		case atom.Footer:
			if !inside(p, atom.Article) {
				return true
			}
		case atom.Body, atom.Html, atom.Main:
			return false
		}
		if asideName(attr(p, "class")) || asideName(attr(p, "id")) {
			return true
		}
	}
	return false
}

// asideName says whether a class or id has a word that names such a part.
func asideName(names string) bool {
	names = bounded(names)
	for name := range strings.FieldsSeq(names) {
		name = strings.ToLower(name)
		for _, part := range [...]string{"comment", "related", "sidebar", "recommend", "teaser", "mostread", "most-read"} {
			if strings.HasPrefix(name, part) {
				return true
			}
		}
	}
	return false
}

// maxNames is how much of a class, id or data attribute is looked at, in bytes:
// what names a part of the page stands first.
const maxNames = 300

func bounded(names string) string {
	if len(names) > maxNames {
		return names[:maxNames]
	}
	return names
}
