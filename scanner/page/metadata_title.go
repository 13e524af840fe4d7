package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// title returns the article's title without the site's name: of the titles that
// the page gives, the one with the greatest odds.
func (r *articleReader) title() string {
	best, most := "", 0.0
	r.named = r.titles()
	for _, c := range r.named {
		if odds := c.odds(&titleWeights); best == "" || odds > most {
			best, most = c.text, odds
		}
	}
	return best
}

// notTheArticle are elements whose headings are not the article's: those of the
// trail, of lists of cards and of boxes.
var notTheArticle = []atom.Atom{atom.Aside, atom.Footer, atom.Nav, atom.Li}

// heading returns the page's heading: of its h1 elements the one that has most
// words in common with what the page is told to be called. One that has none
// in common counts when it is the only one and long enough to be a title.
func (r *articleReader) heading(told []string) string {
	var best string
	score := 0.0
	candidates := 0
	for _, n := range r.facts.headings {
		h := clean.Title(textOf(n), false)
		if h == "" || r.isSite(h) || utf8.RuneCountInString(h) > 300 || inside(n, notTheArticle...) {
			continue
		}
		candidates++
		s := 0.0
		for _, t := range told {
			s = max(s, likeness(h, t))
		}
		if s > score || best == "" {
			best, score = h, s
		}
	}
	switch {
	case best == "", len(told) > 0 && score < 0.2 && (candidates > 1 || len(strings.Fields(best)) < 3):
		return ""
	case score < 0.35 && utf8.RuneCountInString(best) < 12:
		return ""
	}
	return r.withoutKicker(best, told)
}

// subheading returns the h2 that stands for a heading on pages whose h1 is the
// logo or the trail: one that a told title agrees with.
func (r *articleReader) subheading(told []string) string {
	best, score := "", 0.6
	for _, n := range r.facts.subheadings {
		h := clean.Title(textOf(n), false)
		if utf8.RuneCountInString(h) < 12 || utf8.RuneCountInString(h) > 300 || inside(n, notTheArticle...) || outsideArticle(n) {
			continue
		}
		for _, t := range told {
			if s := likeness(h, t); s > score {
				best, score = h, s
			}
		}
	}
	if best == "" {
		return ""
	}
	return r.withoutKicker(best, told)
}

// withoutKicker returns a heading without the line above the title that some
// pages keep inside the h1: what is left must be a told title, and the whole
// must be none.
func (r *articleReader) withoutKicker(heading string, told []string) string {
	whole, rest := foldTitle(heading), ""
	for _, t := range told {
		f := foldTitle(t)
		if f == whole {
			return r.withoutSite(heading)
		}
		kicker, ends := strings.CutSuffix(whole, f)
		if ends && len(f) >= 20 && len(kicker) < 60 && strings.ContainsFunc(kicker, unicode.IsLetter) && len(t) > len(rest) {
			rest = t
		}
	}
	if rest != "" {
		return rest
	}
	return r.withoutSite(heading)
}

// likeness is the share of the words of two titles that both have.
func likeness(a, b string) float64 {
	wa, wb := wordSet(a), wordSet(b)
	if len(wa) == 0 || len(wb) == 0 {
		return 0
	}
	both := 0
	for w := range wa {
		if wb[w] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(wa)+len(wb))
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) }) {
		set[w] = true
	}
	return set
}

// inside says whether a node is within an element of one of the names.
func inside(n *html.Node, names ...atom.Atom) bool {
	for p := n; p != nil; p = p.Parent {
		if slices.Contains(names, p.DataAtom) {
			return true
		}
	}
	return false
}
