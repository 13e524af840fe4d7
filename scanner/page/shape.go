package page

import (
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

// Bounds of what is told of a card.
const (
	cardDepth   = 3 // elements: the card and what it stands in
	cardClasses = 6 // of one element
)

// shape is what a page gave: of the items kept, and of the cards that were read.
func (r *lister) shape() *news.Shape {
	s := &news.Shape{Items: len(r.listing.Items), Card: commonCard(r.cards)}
	if s.Items == 0 {
		return s
	}
	for _, it := range r.listing.Items {
		s.Titled += one(it.Title != "")
		s.Dated += one(!it.Published.IsZero())
		s.Pictured += one(it.Image != "")
		s.Summarised += one(it.Summary != "")
		s.Authored += one(len(it.Authors) > 0)
	}
	for _, share := range []*float64{&s.Titled, &s.Dated, &s.Pictured, &s.Summarised, &s.Authored} {
		*share /= float64(s.Items)
	}
	return s
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// commonCard describes what most cards share: the element, the classes that at
// least half of them have, and the same of the elements around them. Class names
// with digits are of one story ("post-1234") or of one build ("card_x81b").
func commonCard(cards []*html.Node) string {
	var parts []string
	level := cards
	for depth := 0; depth < cardDepth && 2*len(level) > len(cards); depth++ {
		parts = append(parts, commonElement(level))
		var above []*html.Node
		for _, n := range level {
			if p := n.Parent; p != nil && p.Type == html.ElementNode && p.Data != "body" && p.Data != "html" {
				above = append(above, p)
			}
		}
		level = above
	}
	return strings.Join(parts, " in ")
}

func commonElement(nodes []*html.Node) string {
	tags, classes := map[string]int{}, map[string]int{}
	var tag string
	var order []string
	for _, n := range nodes {
		if tags[n.Data]++; tags[n.Data] > tags[tag] {
			tag = n.Data
		}
		seen := map[string]bool{}
		for class := range strings.FieldsSeq(attribute(n, "class")) {
			if seen[class] || len(class) > 60 || digits(class) > 0 || strings.ContainsAny(class, ".") {
				continue
			}
			seen[class] = true
			if classes[class]++; classes[class] == 1 {
				order = append(order, class)
			}
		}
	}
	for _, class := range order {
		if 2*classes[class] >= len(nodes) && strings.Count(tag, ".") < cardClasses {
			tag += "." + class
		}
	}
	return tag
}
