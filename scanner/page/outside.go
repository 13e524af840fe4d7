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
	for name := range strings.FieldsSeq(bounded(names)) {
		var part string
		switch name[0] | 0x20 { // of a letter, the small one
		case 'c':
			part = "comment"
		case 'm':
			if hasPrefixFold(name, "most-read") {
				return true
			}
			part = "mostread"
		case 'r':
			if hasPrefixFold(name, "related") {
				return true
			}
			part = "recommend"
		case 's':
			part = "sidebar"
		case 't':
			part = "teaser"
		default:
			continue
		}
		if hasPrefixFold(name, part) {
			return true
		}
	}
	return false
}

// hasPrefixFold is strings.HasPrefix whatever the case of ASCII letters.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
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
