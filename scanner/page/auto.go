package page

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// byItself reads a page by what it shows. The links that lead to stories are
// found by their address, their text and their place; what the page declares of
// its stories (JSON-LD, microdata, the state a script draws the page from)
// speaks for links, fills in what their cards leave out, and stands alone where
// the page has far fewer links than declarations.
func (r *lister) byItself(ctx context.Context) error {
	told := r.declared(ctx)
	stories, err := r.stories(ctx, told)
	if err != nil {
		return err
	}
	for _, s := range stories {
		it := r.readCard(s.card, s.best.node)
		it.URL, it.Title = s.best.address, s.title
		if d, ok := told.by[s.key]; ok {
			fill(&it, d)
		}
		r.listing.Items = append(r.listing.Items, it)
		r.cards = append(r.cards, s.card)
	}
	if alone := told.alone(len(stories)); alone != nil {
		r.listing.Items, r.cards = append(r.listing.Items[:0:0], alone...), nil
	}
	if len(r.listing.Items) == 0 {
		return ErrNoStories
	}
	return nil
}

// spot is one link of a page, where it stands.
type spot struct {
	node    *html.Node
	address string
	url     *url.URL
	text    string  // the best text at this place
	heading bool    // the text is a heading's
	score   float64 // of address and text, see linkScore
}

// story is all links of a page with one address.
type story struct {
	key    string
	spots  []*spot
	best   *spot
	title  string
	card   *html.Node // the largest element around best that holds no other story
	score  float64
	shape  string // cards of one shape are one list
	zone   float64
	place  float64 // what speaks for it in its card
	marked bool    // the card has what cards of stories have: a heading, a time, a number or date in the address
	abroad bool    // at another publisher
}

const (
	maxSpots   = 10_000 // links of a page that are looked at
	candidate  = -0.7   // score from which a link may be a story
	fewest     = 4      // stories that make a list
	doubt      = 3.0    // the benefit of it, for lists on pages without likely links
	acceptable = 0.6    // score from which it is one, with what its place says
)

// stories finds the stories that a page lists, in its order. Where hardly any
// link looks like one, the lists of the page are asked once more, with the
// benefit of the doubt.
func (r *lister) stories(ctx context.Context, told *declarations) ([]*story, error) {
	spots, err := r.spots(ctx)
	if err != nil {
		return nil, err
	}
	found := r.judge(spots, told, 0)
	if len(found) < fewest {
		if more := r.judge(spots, told, doubt); len(more) >= fewest {
			return more, nil
		}
	}
	return found, nil
}

// judge chooses among the links of a page. lift is the benefit of the doubt.
func (r *lister) judge(spots []*spot, told *declarations, lift float64) []*story {
	least := candidate - lift
	all := byAddress(spots)
	owned := owners(all, least)
	for _, s := range all {
		r.settle(s, owned)
	}
	all = slices.DeleteFunc(all, func(s *story) bool { return s.score < least && told.by[s.key].URL == "" })
	owned = owners(all, least)
	zones := newZones(all)
	for _, s := range all {
		r.settle(s, owned)
		s.zone = zones.of(s.best.node)
		s.shape = shapeOf(s.card)
		s.abroad = r.page != nil && !sameSite(s.best.url, r.page)
		s.place, s.marked = s.placed()
	}
	return choose(all, told, lift)
}

// spots collects the links of a page that might be to stories.
func (r *lister) spots(ctx context.Context) ([]*spot, error) {
	var out []*spot
	for n := range r.root.Descendants() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if n.Type != html.ElementNode || n.Data != "a" || len(out) >= maxSpots {
			continue
		}
		href := attribute(n, "href")
		u := webAddress(href, r.base)
		if href == "" || href[0] == '#' || u == nil {
			continue
		}
		s := &spot{node: n, address: u.String(), url: u}
		s.text, s.heading = spotText(n)
		if s.score = linkScore(u, s.text, r.page); s.score > -9 {
			out = append(out, s)
		}
	}
	return out, nil
}

// spotText returns what a link is called where it stands: by a heading in it or
// around it, by its own text, or by what is read aloud in its place.
func spotText(n *html.Node) (text string, heading bool) {
	if h := within(n, isHeading); h != nil {
		if text = nodeLine(h); text != "" {
			return text, true
		}
	}
	text = nodeLine(n)
	for up, i := n.Parent, 0; up != nil && i < 3; up, i = up.Parent, i+1 {
		if isHeading(up) {
			return text, text != ""
		}
	}
	for _, key := range []string{"aria-label", "title"} {
		if text == "" {
			text = strings.TrimSpace(attribute(n, key))
		}
	}
	return text, false
}

func isHeading(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	return strings.EqualFold(attribute(n, "role"), "heading")
}

// byAddress brings the links to one address together.
func byAddress(spots []*spot) []*story {
	by := map[string]*story{}
	var all []*story
	for _, s := range spots {
		key := addressKey(s.address)
		one := by[key]
		if one == nil {
			one = &story{key: key}
			by[key] = one
			all = append(all, one)
		}
		one.spots = append(one.spots, s)
	}
	for _, s := range all {
		s.best = slices.MaxFunc(s.spots, func(a, b *spot) int {
			switch x, y := a.rank(), b.rank(); {
			case x > y:
				return 1
			case x < y:
				return -1
			}
			return 0
		})
		s.score, s.title = s.best.score, s.best.text
	}
	return all
}

// rank orders the places of one story: its headline is the one to read.
func (s *spot) rank() float64 {
	if s.heading {
		return s.score + 2
	}
	return s.score
}

// many marks elements that hold more than one story.
var many = new(story)

// owners tells for every element around a link whose it is.
func owners(all []*story, least float64) map[*html.Node]*story {
	owned := map[*html.Node]*story{}
	for _, s := range all {
		if s.score < least {
			continue // tags and bylines do not bound a card
		}
		for _, sp := range s.spots {
			for n := sp.node; n != nil; n = n.Parent {
				switch owned[n] {
				case nil:
					owned[n] = s
				case s:
				case many:
				default:
					owned[n] = many
				}
			}
		}
	}
	return owned
}

// settle finds the card of a story and reads its title there when the link
// itself has none.
func (r *lister) settle(s *story, owned map[*html.Node]*story) {
	s.card = s.best.node
	for up := s.card.Parent; up != nil && up.Type == html.ElementNode; up = up.Parent {
		if o := owned[up]; o != s && o != nil || bounding(up) {
			break
		}
		s.card = up
	}
	if s.best.heading || textWords(s.title) > 3 {
		return
	}
	if h := within(s.card, isHeading); h != nil {
		text := nodeLine(h)
		if score := linkScore(s.best.url, text, r.page); text != "" && score >= s.score {
			s.title, s.score = text, score
			s.best.heading = true
		}
	}
}

// bounding tells elements that are never the card of one story.
func bounding(n *html.Node) bool {
	switch n.Data {
	case "body", "html", "main", "ul", "ol", "table", "tbody", "nav", "footer":
		return true
	}
	return false
}

// shapeOf tells where a card stands: the elements around it, five of them.
func shapeOf(card *html.Node) string {
	var b strings.Builder
	for n, i := card, 0; n != nil && n.Type == html.ElementNode && i < 5; n, i = n.Parent, i+1 {
		b.WriteString(n.Data)
		b.WriteByte('<')
	}
	return b.String()
}
