package page

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

const (
	maxSuggestStories = 300 // stories of a page that selectors are sought for
	maxTried          = 60  // selectors that are tried for the cards
	maxItemParts      = 3   // selectors that together describe them: a page may have a lead and a list
	leastAgreement    = 0.6 // F1 of the stories that a suggestion gives, against those found
)

// className tells classes that can stand in a selector and are likely to be the
// same tomorrow: no numbers, which are made by programs.
var className = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]{2,40}$`)

// Suggest returns the selectors that describe the stories found on a page, and
// what reading it with them gives. The error wraps ErrNoStories when none were
// found, or when no selectors describe them.
func Suggest(ctx context.Context, d Document) (*news.Select, *news.Listing, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	doc, err := Parse(ctx, d)
	if err != nil {
		return nil, nil, fmt.Errorf("read page: %w", err)
	}
	r := newListing(d, doc)
	found, err := r.stories(ctx, &declarations{by: map[string]news.Item{}})
	if err != nil {
		return nil, nil, fmt.Errorf("read page: %w", err)
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("read page: %w", ErrNoStories)
	}
	found = central(found)
	g := suggester{ctx: ctx, r: r, stories: found[:min(len(found), maxSuggestStories)]}
	chosen, err := g.suggest()
	if err != nil {
		return nil, nil, fmt.Errorf("read page: %w", err)
	}
	s, err := Compile(chosen)
	if err == nil {
		err = r.bySelectors(ctx, s)
	}
	if err == nil {
		err = r.keep(nil)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read page: %w", err)
	}
	return chosen, r.listing, nil
}

// central leaves out the stories beside the listing, unless they are all.
func central(found []*story) []*story {
	in := slices.DeleteFunc(slices.Clone(found), func(s *story) bool { return s.zone < 0 })
	if len(in) < 3 {
		return found
	}
	return in
}

type suggester struct {
	ctx     context.Context
	r       *lister
	stories []*story
	cards   []*html.Node // what the suggested item matches
}

func (g *suggester) suggest() (*news.Select, error) {
	chosen := &news.Select{MaxPages: 1}
	var err error
	if chosen.Item, err = g.item(); err != nil {
		return nil, err
	}
	m, err := compile(chosen.Item)
	if err != nil {
		return nil, err
	}
	if g.cards, err = m.all(g.ctx, g.r.root); err != nil {
		return nil, err
	}
	chosen.Link = g.link()
	chosen.Title = g.title()
	chosen.Time = g.common(0.5, "time@datetime", func(n *html.Node) bool { return n.Data == "time" && attribute(n, "datetime") != "" })
	if chosen.Time == "" {
		chosen.Time = g.common(0.5, "time", func(n *html.Node) bool { return n.Data == "time" })
	}
	if chosen.Time == "" {
		chosen.Time = g.byName("date", "time", "datetime", "timestamp", "published", "pubdate")
	}
	chosen.Image = g.common(0.5, "img", func(n *html.Node) bool { return n.Data == "img" && !tiny(n) })
	chosen.Summary = g.byName("summary", "teaser", "excerpt", "dek", "standfirst", "description", "abstract", "intro", "deck", "snippet")
	chosen.Author = g.byName("author", "byline", "authors")
	return chosen, nil
}

// attempt is a selector of cards and the stories that it would give.
type attempt struct {
	css   string
	cards int
	keys  map[string]bool
	outer int // how far out its elements are, for choosing among equals
}

// f1 compares the stories of an attempt with all.
func (a attempt) f1(all int) float64 {
	return 2 * float64(len(a.keys)) / float64(a.cards+all)
}

// item looks for the selector whose matches are the cards: one story each, and
// no other elements.
func (g *suggester) item() (string, error) {
	attempts, err := g.attempts()
	if err != nil {
		return "", err
	}
	var best attempt
	var parts []string
	for range maxItemParts {
		add, better := attempt{}, best.f1(len(g.stories))+0.02
		if len(parts) == 0 {
			better = 0
		}
		for _, a := range attempts {
			both := attempt{cards: best.cards + a.cards, keys: maps.Clone(best.keys), outer: a.outer}
			if both.keys == nil {
				both.keys = map[string]bool{}
			}
			maps.Copy(both.keys, a.keys)
			f1 := both.f1(len(g.stories))
			if f1 > better || f1 == better && add.keys != nil && preferred(a, add) {
				add, better = a, f1
			}
		}
		if add.keys == nil {
			break
		}
		parts = append(parts, add.css)
		if best.keys == nil {
			best.keys = map[string]bool{}
		}
		best.cards += add.cards
		maps.Copy(best.keys, add.keys)
	}
	if f1 := best.f1(len(g.stories)); f1 < leastAgreement {
		return "", fmt.Errorf("%w that selectors describe: the best give %.0f %% of %d", ErrNoStories, 100*f1, len(g.stories))
	}
	return strings.Join(parts, ", "), nil
}

// preferred chooses among selectors that give the same stories: the outer
// element, for it holds more of the story, then a name, then what is shorter.
func preferred(a, b attempt) bool {
	if a.outer != b.outer {
		return a.outer > b.outer
	}
	if x, y := strings.Contains(a.css, "."), strings.Contains(b.css, "."); x != y {
		return x
	}
	if len(a.css) != len(b.css) {
		return len(a.css) < len(b.css)
	}
	return a.css < b.css
}

// attempts tries the names of the elements between links and cards.
func (g *suggester) attempts() ([]attempt, error) {
	counts, outer := map[string]int{}, map[string]int{}
	for _, s := range g.stories {
		for css, far := range namesBetween(s.best.node, s.card) {
			counts[css]++
			outer[css] += far
		}
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	var out []attempt
	for _, css := range names[:min(len(names), maxTried)] {
		a, err := g.try(css)
		if err != nil {
			return nil, err
		}
		a.outer = (outer[css] + counts[css]/2) / counts[css]
		out = append(out, a)
	}
	return out, nil
}

// namesBetween returns the selectors that describe the elements from a link up
// to its card, and how far out each is.
func namesBetween(link, card *html.Node) map[string]int {
	out := map[string]int{}
	for n, far := link, 0; n != nil; n, far = n.Parent, far+1 {
		for _, css := range namesOf(n) {
			out[css] = max(out[css], far)
			if n.Parent != nil && n.Parent.Type == html.ElementNode {
				for _, parent := range namesOf(n.Parent) {
					if !strings.Contains(css, ".") && strings.Contains(parent, ".") {
						out[parent+" > "+css] = max(out[parent+" > "+css], far)
					}
				}
			}
		}
		if n == card {
			break
		}
	}
	return out
}

// namesOf returns the simple selectors of an element: its tag, and its tag with
// each of its classes.
func namesOf(n *html.Node) []string {
	out := []string{n.Data}
	for i, class := range strings.Fields(attribute(n, "class")) {
		if i < 8 && className.MatchString(class) {
			out = append(out, n.Data+"."+class)
		}
	}
	return out
}

// try counts what a selector matches, and the stories within.
func (g *suggester) try(css string) (attempt, error) {
	a := attempt{css: css, keys: map[string]bool{}}
	m, err := compile(css)
	if err != nil {
		return a, nil // a tag with a name that is no CSS: matches nothing
	}
	nodes, err := m.all(g.ctx, g.r.root)
	if err != nil {
		return a, err
	}
	a.cards = len(nodes)
	isCard := map[*html.Node]bool{}
	for _, n := range nodes {
		isCard[n] = true
	}
	used := map[*html.Node]bool{}
	for _, s := range g.stories {
		if card := cardOf(s.best.node, isCard); card != nil && !used[card] {
			used[card] = true
			a.keys[s.key] = true
		}
	}
	return a, nil
}
