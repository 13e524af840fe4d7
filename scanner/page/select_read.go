package page

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"golang.org/x/net/html"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// bySelectors reads the items of a page with the selectors of its source.
func (r *lister) bySelectors(ctx context.Context, s *Selectors) error {
	if err := r.removeAll(ctx, s.remove); err != nil {
		return err
	}
	cards, err := s.item.all(ctx, r.root)
	if err != nil {
		return err
	}
	if len(cards) == 0 {
		return fmt.Errorf("the selector %q %w", s.name, ErrNoMatch)
	}
	p, err := pick(ctx, r.root, s, cards)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if it := r.itemOf(p, card); it.URL != "" {
			r.listing.Items = append(r.listing.Items, it)
			r.cards = append(r.cards, card)
		}
	}
	if len(r.listing.Items) == 0 {
		return fmt.Errorf("the selector %q matched %d cards but %w", s.name, len(cards), ErrNoLinks)
	}
	r.noteMissing(p, cards)
	if s.next.chosen() {
		return r.readNext(ctx, s.next)
	}
	r.listing.Next = "" // what is not selected is not followed
	return nil
}

// noteMissing tells which chosen fields gave nothing on the whole page: a page
// that was changed loses them before it loses its stories.
func (r *lister) noteMissing(p *picked, cards []*html.Node) {
	titled, dated := false, false
	for _, it := range r.listing.Items {
		titled = titled || it.Title != ""
		dated = dated || !it.Published.IsZero()
	}
	if !titled {
		r.note("no item has a title")
	}
	if dated || !p.s.time.chosen() {
		return
	}
	for _, card := range cards {
		if nodes := p.time[card]; len(nodes) > 0 {
			r.note("the selector %q matched, but no date could be read of it: %q", p.s.time.written, shortened(timeTexts(p.s.time, nodes[0])[0], 100))
			return
		}
	}
	r.note("the selector %q matched nothing", p.s.time.written)
}

func (r *lister) removeAll(ctx context.Context, remove []*matcher) error {
	for _, m := range remove {
		nodes, err := m.all(ctx, r.root)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			if n.Parent != nil && n.Data != "html" {
				n.Parent.RemoveChild(n)
			}
		}
	}
	return nil
}

func (r *lister) readNext(ctx context.Context, f field) error {
	r.listing.Next = ""
	if f.match == nil {
		return nil
	}
	nodes, err := f.match.all(ctx, r.root)
	if err != nil {
		return err
	}
	for _, n := range nodes {
		raw := attribute(n, cmp.Or(f.attr, "href"))
		if raw == "" && f.attr == "" {
			if a := within(n, func(n *html.Node) bool { return n.Data == "a" && attribute(n, "href") != "" }); a != nil {
				raw = attribute(a, "href")
			}
		}
		if next := r.address(raw); next != "" && (r.page == nil || next != r.page.String()) {
			r.listing.Next = next
			return nil
		}
	}
	return nil
}

// picked is what each selector matched within each card.
type picked struct {
	s                                       *Selectors
	link, title, summary, author, time, img map[*html.Node][]*html.Node
}

// pick matches every field once over the whole page and gives each match to the
// innermost card around it: a match per card would cost the square of the page.
func pick(ctx context.Context, root *html.Node, s *Selectors, cards []*html.Node) (*picked, error) {
	p := &picked{s: s}
	isCard := map[*html.Node]bool{}
	for _, c := range cards {
		isCard[c] = true
	}
	for _, f := range []struct {
		field field
		to    *map[*html.Node][]*html.Node
	}{{s.link, &p.link}, {s.title, &p.title}, {s.summary, &p.summary}, {s.author, &p.author}, {s.time, &p.time}, {s.image, &p.img}} {
		if !f.field.chosen() {
			continue
		}
		*f.to = map[*html.Node][]*html.Node{}
		if f.field.match == nil {
			for _, c := range cards {
				(*f.to)[c] = []*html.Node{c}
			}
			continue
		}
		nodes, err := f.field.match.all(ctx, root)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if card := cardOf(n, isCard); card != nil {
				(*f.to)[card] = append((*f.to)[card], n)
			}
		}
	}
	return p, nil
}

// cardOf returns the innermost card around an element, or the element itself.
func cardOf(n *html.Node, isCard map[*html.Node]bool) *html.Node {
	for ; n != nil; n = n.Parent {
		if isCard[n] {
			return n
		}
	}
	return nil
}

// itemOf reads one card. What is not selected is looked for in the card.
func (r *lister) itemOf(p *picked, card *html.Node) news.Item {
	s := p.s
	address, anchor := r.linkOf(p, card)
	it := news.Item{URL: address}
	if address == "" {
		return it
	}
	found := r.readCard(card, anchor)
	it.Title = selected(s.title, p.title[card], found.Title)
	it.Title = shortened(it.Title, maxItemTitle)
	it.Summary = found.Summary
	if s.summary.chosen() {
		it.Summary = summaryHTML(selected(s.summary, p.summary[card], ""))
	}
	it.Authors = found.Authors
	if s.author.chosen() {
		it.Authors = nil
		for _, n := range p.author[card] {
			it.Authors = append(it.Authors, authorNames(value(s.author, n))...)
		}
		it.Authors = it.Authors[:min(len(it.Authors), maxItemAuthors)]
	}
	it.Published = found.Published
	if s.time.chosen() {
		it.Published = r.timeOf(s, p.time[card])
	}
	it.Image = found.Image
	if s.image.chosen() {
		it.Image = r.pictureOf(s.image, p.img[card])
	}
	return it
}

// linkOf returns the story's address and the element it is of.
func (r *lister) linkOf(p *picked, card *html.Node) (string, *html.Node) {
	nodes := p.link[card]
	if !p.s.link.chosen() {
		nodes = cardLinks(card)
	}
	for _, n := range nodes {
		raw := attribute(n, cmp.Or(p.s.link.attr, "href"))
		if raw == "" && p.s.link.attr == "" {
			if a := within(n, func(n *html.Node) bool { return n.Data == "a" && attribute(n, "href") != "" }); a != nil {
				n, raw = a, attribute(a, "href")
			}
		}
		if address := r.address(raw); address != "" {
			return address, n
		}
	}
	return "", nil
}

// cardLinks returns the links of a card: those in it, the card itself, and the
// link that the whole card stands in.
func cardLinks(card *html.Node) []*html.Node {
	var out []*html.Node
	isLink := func(n *html.Node) bool {
		return n.Data == "a" && attribute(n, "href") != "" && attribute(n, "href")[0] != '#'
	}
	if isLink(card) {
		out = append(out, card)
	}
	for n := range card.Descendants() {
		if n.Type == html.ElementNode && isLink(n) {
			out = append(out, n)
		}
	}
	if len(out) == 0 && card.Parent != nil && isLink(card.Parent) {
		out = append(out, card.Parent)
	}
	return out
}

func (r *lister) timeOf(s *Selectors, nodes []*html.Node) (t time.Time) {
	for _, n := range nodes {
		for _, raw := range timeTexts(s.time, n) {
			if t = r.when(raw, s.timeFormat); !t.IsZero() {
				return t
			}
		}
	}
	return t
}

// timeTexts are the places where a selected element may say its time.
func timeTexts(f field, n *html.Node) []string {
	if f.attr != "" {
		return []string{attribute(n, f.attr)}
	}
	return []string{nodeLine(n), attribute(n, "datetime"), attribute(n, "content")}
}

func (r *lister) pictureOf(f field, nodes []*html.Node) string {
	for _, n := range nodes {
		raw := ""
		switch {
		case f.attr == "" || f.attr == "src":
			if raw = r.imageOf(n); raw == "" {
				if img := within(n, func(n *html.Node) bool { return n.Data == "img" }); img != nil {
					raw = r.imageOf(img)
				}
			}
		case f.attr == "srcset" || f.attr == "data-srcset":
			raw = r.address(largest(attribute(n, f.attr)))
		default:
			raw = r.address(attribute(n, f.attr))
		}
		if raw != "" {
			return raw
		}
	}
	return ""
}

// value returns what a field takes of an element: an attribute or its text.
func value(f field, n *html.Node) string {
	if f.attr != "" {
		return attribute(n, f.attr)
	}
	return nodeLine(n)
}

// selected returns the first text of a field's matches; otherwise when the
// field is not chosen.
func selected(f field, nodes []*html.Node, otherwise string) string {
	if !f.chosen() {
		return otherwise
	}
	for _, n := range nodes {
		if text := clean.Line(value(f, n)); text != "" {
			return text
		}
	}
	return ""
}

// within returns the first element below n that is wanted.
func within(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && wanted(d) {
			return d
		}
	}
	return nil
}
