package page

import (
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func (r *articleReader) content() error {
	body := bodyOf(r.root)
	if body == nil {
		return nil
	}
	z := textZone(body)
	r.alsoRead(z)
	return nil
}

func bodyOf(root *html.Node) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return nil
}

func findAll(root *html.Node, selector cascadia.SelectorGroup) []*html.Node {
	return cascadia.QueryAll(root, selector)
}
