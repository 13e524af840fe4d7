package page

import (
	"flag"
	"fmt"
	"go/format"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

var fitTitles = flag.Bool("fit-titles", false, "fit the weights of titles anew and write metadata_title_weights.go")

// titleExample is a page with what it may be called.
type titleExample struct {
	set, publisher string
	candidates     []*titleCandidate
	right          []bool // by candidate
}

func exampleOf(set string, l labelled, named []*titleCandidate) titleExample {
	x := titleExample{set: set, publisher: news.Publisher(l.address()), candidates: named}
	if x.publisher == "" {
		x.publisher = l.File
	}
	for _, c := range named {
		x.right = append(x.right, sameLine(c.text, l.Title))
	}
	return x
}

// known says whether one of the candidates is the label.
func (x titleExample) known() bool {
	for _, r := range x.right {
		if r {
			return true
		}
	}
	return false
}

// hit says whether the candidate with the greatest odds is the label.
func (x titleExample) hit(w *[titleTraitCount]float64) bool {
	best := -1
	for i, c := range x.candidates {
		if best < 0 || c.odds(w) > x.candidates[best].odds(w) {
			best = i
		}
	}
	return best >= 0 && x.right[best]
}

// fold is the fifth that a page's publisher belongs to.
func (x titleExample) fold() int {
	h := fnv.New32a()
	h.Write([]byte(x.publisher))
	return int(h.Sum32() % titleFolds)
}

const (
	titleFolds = 5
	titleRidge = 0.3 // keeps weights small where few pages speak
)

// fitWeights is a conditional logistic regression: one of each page's
// candidates is the title. Each set weighs the same. Being said by one more is
// never held against a text: without that bound the title element got a
// negative weight, and fewer titles of publishers left out were right.
func fitWeights(examples []titleExample) [titleTraitCount]float64 {
	var w [titleTraitCount]float64
	size := map[string]float64{}
	for _, x := range examples {
		size[x.set]++
	}
	for range 600 {
		var gradient [titleTraitCount]float64
		for _, x := range examples {
			x.addGradient(&w, &gradient, float64(len(examples))/size[x.set]/float64(len(size)))
		}
		for i := range w {
			w[i] += 0.03 * (gradient[i] - titleRidge*w[i])
			if titleTrait(i) < newsHeading {
				w[i] = max(w[i], 0) // who says more than another is never less right
			}
		}
	}
	for i := range w {
		w[i] = math.Round(w[i]*100) / 100
	}
	return w
}

// addGradient adds the gradient of the logarithm of the label's probability.
func (x titleExample) addGradient(w, gradient *[titleTraitCount]float64, weight float64) {
	p := make([]float64, len(x.candidates))
	all, right := 0.0, 0.0
	for i, c := range x.candidates {
		p[i] = math.Exp(c.odds(w))
		all += p[i]
		if x.right[i] {
			right += p[i]
		}
	}
	for i, c := range x.candidates {
		d := -p[i] / all
		if x.right[i] {
			d += p[i] / right
		}
		for t, has := range c.traits {
			if has {
				gradient[t] += weight * d
			}
		}
	}
}

// titleFit is how often the title is right on one set.
type titleFit struct{ pages, ceiling, leftOut int }

// crossFit counts, by set, on how many pages any candidate is the label, and on
// how many the choice is, by weights fitted without the page's publisher.
func crossFit(examples []titleExample) map[string]*titleFit {
	fits := map[string]*titleFit{}
	for fold := range titleFolds {
		var others []titleExample
		for _, x := range examples {
			if x.fold() != fold && x.known() {
				others = append(others, x)
			}
		}
		w := fitWeights(others)
		for _, x := range examples {
			if x.fold() == fold {
				fits[x.set] = fits[x.set].count(x, &w)
			}
		}
	}
	return fits
}

func (f *titleFit) count(x titleExample, w *[titleTraitCount]float64) *titleFit {
	if f == nil {
		f = &titleFit{}
	}
	f.pages++
	if x.known() {
		f.ceiling++
	}
	if x.hit(w) {
		f.leftOut++
	}
	return f
}

// patternFit says how many titles of a set would be right if one knew, for every
// pattern of who says the same and who does not, which choice the set's own
// labels take most often: what no choice by these traits can beat, and most of
// it learnt by heart. mixed are the pages of patterns that are labelled in more
// than one way.
func patternFit(examples []titleExample, set string) (right, mixed int) {
	labels := map[string]map[string]int{}
	for _, x := range examples {
		if x.set != set {
			continue
		}
		pattern, label := x.pattern()
		if labels[pattern] == nil {
			labels[pattern] = map[string]int{}
		}
		labels[pattern][label]++
	}
	for _, counts := range labels {
		most, pages := 0, 0
		for label, n := range counts {
			pages += n
			if label != "" {
				most = max(most, n)
			}
		}
		right += most
		if len(counts) > 1 {
			mixed += pages
		}
	}
	return right, mixed
}

// pattern names the traits of each of the candidates, and of the one that is the
// label; "" when none is.
func (x titleExample) pattern() (pattern, label string) {
	var all []string
	for i, c := range x.candidates {
		traits := fmt.Sprint(c.traits)
		all = append(all, traits)
		if x.right[i] {
			label = traits
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n"), label
}

// checkTitleWeights holds the weights in use against those that fit the labels,
// and with -fit-titles writes them.
func checkTitleWeights(t *testing.T, examples []titleExample) {
	t.Helper()
	var known []titleExample
	for _, x := range examples {
		if x.known() {
			known = append(known, x)
		}
	}
	w := fitWeights(known)
	for i, v := range w {
		if math.Abs(v-titleWeights[i]) > 0.05 && !*fitTitles {
			t.Errorf("weight of %s: %.2f in use, %.2f fitted; run go test ./scanner/page -run TestArticleQuality -fit-titles", titleTraitNames[i], titleWeights[i], v)
		}
	}
	if *fitTitles {
		writeTitleWeights(t, w, len(known))
	}
}

func writeTitleWeights(t *testing.T, w [titleTraitCount]float64, pages int) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, `// Code generated by go test ./scanner/page -run TestArticleQuality -fit-titles; DO NOT EDIT.

package page

// titleWeights are what a trait adds to the logarithm of the odds: a conditional
// logistic regression over %d labelled pages of wcxb_articles, fundus and
// postlight, each set weighing the same. docs/pages.md has what it measured on
// publishers left out of the fit.
var titleWeights = [titleTraitCount]float64{
`, pages)
	for i, v := range w {
		fmt.Fprintf(&b, "\t%s: %v,\n", titleTraitNames[i], v)
	}
	b.WriteString("}\n")
	text, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("metadata_title_weights.go", text, 0o644); err != nil {
		t.Fatal(err)
	}
}

var titleTraitNames = [titleTraitCount]string{"saidHeading", "saidSubheading", "saidShared", "saidTweeted", "saidHeadline", "saidNamed",
	"saidWindow", "saidAlternative", "newsHeading", "newsShared", "newsHeadline", "newsWindow", "brief", "capitals"}
