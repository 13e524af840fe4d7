package page

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

// link returns the selector of the story's link when the first link of a card is
// another one.
func (g *suggester) link() string {
	best, right := "", g.rightLinks("")
	for _, css := range []string{"h1 a", "h2 a", "h3 a", "h4 a", "h5 a", "h6 a"} {
		if n := g.rightLinks(css); n > right {
			best, right = css, n
		}
	}
	counts := map[string]int{}
	for _, s := range g.stories {
		for _, css := range namesOf(s.best.node)[1:] {
			counts[css]++
		}
	}
	for _, css := range slices.Sorted(maps.Keys(counts)) {
		if counts[css] <= right {
			continue
		}
		if n := g.rightLinks(css); n > right {
			best, right = css, n
		}
	}
	return best
}

// rightLinks counts the cards whose link leads to a story that was found.
func (g *suggester) rightLinks(css string) int {
	known := map[string]bool{}
	for _, s := range g.stories {
		known[s.key] = true
	}
	s, err := Compile(&news.Select{Item: "*", Link: css})
	if err != nil {
		return 0
	}
	p, err := pick(g.ctx, g.r.root, s, g.cards)
	if err != nil {
		return 0
	}
	right := map[string]bool{}
	for _, card := range g.cards {
		address, _ := g.r.linkOf(p, card)
		if key := addressKey(address); known[key] {
			right[key] = true
		}
	}
	return len(right)
}

// title returns the heading that holds the titles of most stories.
func (g *suggester) title() string {
	counts := map[string]int{}
	for _, card := range g.cards {
		if h := within(card, isHeading); h != nil {
			counts[h.Data]++
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(counts)) {
		if 10*counts[tag] >= 9*len(g.cards) {
			return tag
		}
	}
	return ""
}

// common returns css when a part of the cards holds such an element.
func (g *suggester) common(part float64, css string, is func(*html.Node) bool) string {
	n := 0
	for _, card := range g.cards {
		if within(card, is) != nil {
			n++
		}
	}
	if float64(n) < part*float64(len(g.cards)) {
		return ""
	}
	return css
}

// byName returns the class, named so, that half of the cards hold.
func (g *suggester) byName(any ...string) string {
	counts := map[string]int{}
	for _, card := range g.cards {
		seen := map[string]bool{}
		for n := range card.Descendants() {
			if n.Type != html.ElementNode || unseen(n) {
				continue
			}
			for _, css := range namesOf(n)[1:] {
				if holds(strings.ToLower(css[len(n.Data):]), any...) && !seen[css] && nodeLine(n) != "" {
					seen[css] = true
					counts[css]++
				}
			}
		}
	}
	best := ""
	for _, css := range slices.Sorted(maps.Keys(counts)) {
		if 2*counts[css] >= len(g.cards) && (best == "" || counts[css] > counts[best]) {
			best = css
		}
	}
	return best
}
