package page

import (
	"strings"

	"golang.org/x/net/html"
)

// What the part of a page that a link stands in says of it.
const (
	zoneOut  = -6.0 // navigation, footers, advertising: no stories of the listing
	zoneSide = -1.5 // sidebars, lists of the most read: stories, but others too
)

// outWords and sideWords are words of class and id attributes.
var (
	outWords = words(`nav navbar navigation menu megamenu breadcrumb breadcrumbs footer masthead topbar toolbar share sharing social
		cookie consent gdpr newsletter subscribe signup login paywall sponsored sponsor advert advertisement advertorial ads promo
		promoted taboola outbrain partner partners affiliate pagination pager byline tags taglist offcanvas hamburger subheader
		dropdown modal popup overlay-menu skip comments comment credit credits copyright`)
	sideWords = words(`sidebar aside widget rail related recommended trending popular mostread mostpopular most-read most-popular
		ticker breaking-ticker recirc recirculation`)
)

// zones judges the parts of a page. A part that holds half of the page's
// candidates is the listing itself, whatever it is called.
type zones struct {
	holds map[*html.Node]int
	all   int
	known map[*html.Node]float64
}

func newZones(all []*story) *zones {
	z := &zones{holds: map[*html.Node]int{}, known: map[*html.Node]float64{}}
	for _, s := range all {
		if s.score <= 0 {
			continue
		}
		z.all++
		for n := s.best.node; n != nil; n = n.Parent {
			z.holds[n]++
		}
	}
	return z
}

// of returns what the elements around a link say, the worst of them.
func (z *zones) of(n *html.Node) float64 {
	var up []*html.Node
	worst := 0.0
	for ; n != nil; n = n.Parent {
		if known, ok := z.known[n]; ok {
			worst = known
			break
		}
		up = append(up, n)
	}
	for i := len(up) - 1; i >= 0; i-- {
		worst = min(worst, z.judge(up[i]))
		z.known[up[i]] = worst
	}
	return worst
}

func (z *zones) judge(n *html.Node) float64 {
	if n.Type != html.ElementNode || n.Data == "body" || n.Data == "html" || n.Data == "main" {
		return 0
	}
	if z.all > 3 && 2*z.holds[n] >= z.all {
		return 0
	}
	switch n.Data {
	case "nav", "footer":
		return zoneOut
	case "header":
		if !inCard(n) {
			return zoneOut
		}
	case "aside":
		return zoneSide
	}
	switch strings.ToLower(attribute(n, "role")) {
	case "navigation", "banner", "contentinfo", "dialog", "search", "menu":
		return zoneOut
	case "complementary":
		return zoneSide
	}
	return named(attribute(n, "class") + " " + attribute(n, "id"))
}

// inCard tells a heading of an article or a section from that of the site.
func inCard(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Data {
		case "article", "li", "main", "section":
			return true
		}
	}
	return false
}

// named judges by names.
func named(names string) float64 {
	side := 0.0
	for name := range strings.FieldsSeq(strings.ToLower(names)) {
		if outWords[name] {
			return zoneOut
		}
		if sideWords[name] {
			side = zoneSide
		}
		for _, w := range nameWords(strings.ReplaceAll(name, "__", "-")) {
			if outWords[w] {
				return zoneOut
			}
			if sideWords[w] {
				side = zoneSide
			}
		}
	}
	return side
}
