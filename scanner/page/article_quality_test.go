package page

import (
	"context"
	"fmt"
	"html"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// share counts how often something was right, and the mistakes.
type share struct {
	right, all int
	wrong      []string
}

func (s *share) add(right bool, address, format string, args ...any) {
	s.all++
	if right {
		s.right++
		return
	}
	s.wrong = append(s.wrong, address+"\n\t"+fmt.Sprintf(format, args...))
}

func (s *share) value() float64 {
	if s.all == 0 {
		return 0
	}
	return float64(s.right) / float64(s.all)
}

func (s *share) String() string {
	if s.all == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", s.value())
}

// quality is what was reached on one set.
type quality struct {
	pages                               int
	precision, recall                   float64 // sums over bodies
	bodies                              int
	title, authors, image, day, instant share
	related, listed                     share // Also Read: links found that are expected, links expected that were found
	none                                share // pages without a block that give no link
	titles                              []titleExample
}

// reading is what was read of one page.
type reading struct {
	article *Article
	named   []*titleCandidate
}

// readAll reads a set on all cores.
func readAll(t *testing.T, pages []labelled) []reading {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	out := make([]reading, len(pages))
	var wg sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wg.Go(func() {
			for i := range next {
				r, err := readArticle(context.Background(), Document{Body: pages[i].html, URL: pages[i].address(), Now: now}, nil)
				if err != nil {
					t.Errorf("%s: %v", pages[i].address(), err)
					r = &articleReader{article: &Article{}}
				}
				out[i] = reading{r.article, r.named}
			}
		})
	}
	for i := range pages {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

func measure(t *testing.T, set string) *quality {
	pages := loadPages(t, set)
	q := &quality{pages: len(pages)}
	for i, read := range readAll(t, pages) {
		q.page(read.article, pages[i])
		if pages[i].Title != "" {
			q.titles = append(q.titles, exampleOf(set, pages[i], read.named))
		}
	}
	if os.Getenv("PAGES_VERBOSE") != "" {
		q.print(t)
	}
	return q
}

func (q *quality) page(a *Article, l labelled) {
	at := l.address()
	if l.Body != "" {
		p, r := shingleScore(a.Text, l.Body)
		q.precision, q.recall, q.bodies = q.precision+p, q.recall+r, q.bodies+1
	}
	if l.Title != "" {
		q.title.add(sameLine(a.Title, l.Title), at, "title %q, want %q", a.Title, l.Title)
	}
	if want := append(splitNames(l.Author), l.Authors...); len(want) > 0 {
		q.authors.add(sameNames(a.Authors, want), at, "authors %q, want %q", a.Authors, want)
	}
	if l.LeadImage != "" {
		q.image.add(a.Image == l.LeadImage, at, "image %q, want %q", a.Image, l.LeadImage)
	}
	q.dates(a, l)
	if l.Class != "" {
		q.alsoRead(a, l)
	}
}

func (q *quality) dates(a *Article, l labelled) {
	day := l.Date
	if l.Published != "" {
		day = l.Published[:len(time.DateOnly)]
		if want, note, ok := clean.Date(l.Published, time.Time{}); ok && note == "" {
			q.instant.add(want.Truncate(time.Second).Equal(a.Published.Truncate(time.Second)), l.address(), "published %v, want %v", a.Published, want)
		}
	}
	if day != "" {
		q.day.add(a.Published.Format(time.DateOnly) == day, l.address(), "published %v, want %s", a.Published, day)
	}
}

func (q *quality) alsoRead(a *Article, l labelled) {
	expected, optional, found := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range l.Expected {
		expected[key(e.URL)] = true
	}
	for _, e := range l.Optional {
		optional[key(e.URL)] = true
	}
	for _, link := range a.AlsoRead {
		k := key(link.URL)
		found[k] = true
		if expected[k] || !optional[k] {
			q.related.add(expected[k], l.address(), "[%s] %q %s is none", link.Label, link.Title, link.URL)
		}
	}
	for k := range expected {
		q.listed.add(found[k], l.address(), "%s not found", k)
	}
	if l.Class == "none" {
		q.none.add(len(found) == 0, l.address(), "%d links on a page without a block", len(found))
	}
}

func key(address string) string {
	k, _ := news.Canonical(address)
	return k
}

func (q *quality) print(t *testing.T) {
	for _, s := range []*share{&q.title, &q.authors, &q.image, &q.day, &q.instant, &q.related, &q.listed, &q.none} {
		sort.Strings(s.wrong)
		for _, w := range s.wrong {
			t.Log(w)
		}
	}
}

var oneKind = strings.NewReplacer("’", "'", "‘", "'", "‚", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-", "‑", "-", "…", "...")

// sameLine compares titles letter by letter: white space folded, quotation marks
// and dashes of one kind, for some labels have straightened them.
func sameLine(a, b string) bool {
	return oneKind.Replace(clean.Line(html.UnescapeString(a))) == oneKind.Replace(clean.Line(html.UnescapeString(b)))
}

func sameNames(a, b []string) bool {
	set := func(names []string) string {
		folded := map[string]bool{}
		for _, n := range names {
			folded[strings.ToLower(clean.Line(n))] = true
		}
		var out []string
		for n := range folded {
			out = append(out, n)
		}
		sort.Strings(out)
		return strings.Join(out, "\n")
	}
	return set(a) == set(b)
}

// The floors are what is reached; the other half of each set judges whether the
// rules are rules.
func TestArticleQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("short: quality is not measured")
	}
	if raced {
		readAll(t, loadPages(t, "related"))
		return
	}
	sets := map[string]*quality{}
	for _, name := range []string{"wcxb_articles", "fundus", "postlight", "dates", "related"} {
		sets[name] = measure(t, name)
	}
	var examples []titleExample
	for _, name := range []string{"wcxb_articles", "fundus", "postlight"} {
		examples = append(examples, sets[name].titles...)
	}
	checkTitleWeights(t, examples)
	fits := crossFit(examples)
	body := func(set string) float64 {
		q := sets[set]
		return f1(q.precision/float64(q.bodies), q.recall/float64(q.bodies))
	}
	leftOut := func(set string) float64 { return ratio(fits[set].leftOut, fits[set].pages) }
	for _, floor := range []struct {
		what       string
		got, least float64
	}{
		{"body F1, wcxb", body("wcxb_articles"), .953},
		{"body F1, fundus", body("fundus"), .942},
		{"title, wcxb", sets["wcxb_articles"].title.value(), .88},
		{"title, fundus", sets["fundus"].title.value(), .896},
		{"title, postlight", sets["postlight"].title.value(), .934},
		{"title, wcxb, publishers left out", leftOut("wcxb_articles"), .872},
		{"title, fundus, publishers left out", leftOut("fundus"), .85},
		{"title, postlight, publishers left out", leftOut("postlight"), .92},
		{"authors, wcxb", sets["wcxb_articles"].authors.value(), .89},
		{"authors, fundus", sets["fundus"].authors.value(), .866},
		{"authors, postlight", sets["postlight"].authors.value(), .863},
		{"lead image, postlight", sets["postlight"].image.value(), .968},
		{"day, dates", sets["dates"].day.value(), .945},
		{"day, fundus", sets["fundus"].day.value(), .98},
		{"instant, fundus", sets["fundus"].instant.value(), .99},
		{"Also Read, precision", sets["related"].related.value(), 1},
		{"Also Read, recall", sets["related"].listed.value(), 1},
		{"pages without Also Read", sets["related"].none.value(), 1},
	} {
		if floor.got < floor.least {
			t.Errorf("%s: %.3f, was %.3f", floor.what, floor.got, floor.least)
		}
	}
	docsSection(t, "Article pages", articleReport(sets, fits))
}

func articleReport(sets map[string]*quality, fits map[string]*titleFit) string {
	var b strings.Builder
	b.WriteString("Title, authors and lead image are compared exactly, authors as sets; the day in the zone the page writes; the instant where the label has a zone.\nThe body is scored by shingles of four words.\n\n")
	b.WriteString("| set | pages | body P | body R | body F1 | title | authors | lead image | day | instant |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, name := range []string{"wcxb_articles", "fundus", "postlight", "dates"} {
		q := sets[name]
		p, r, f := "", "", ""
		if n := float64(q.bodies); n > 0 {
			p, r, f = fmt.Sprintf("%.3f", q.precision/n), fmt.Sprintf("%.3f", q.recall/n), fmt.Sprintf("%.3f", f1(q.precision/n, q.recall/n))
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %v | %v | %v | %v | %v |\n", name, q.pages, p, r, f, &q.title, &q.authors, &q.image, &q.day, &q.instant)
	}
	b.WriteString("\n| titles | pages | right | right on publishers left out of the fit (five folds) | best choice for every pattern, learnt by heart | pages of patterns with more than one label | any candidate right |\n|---|---|---|---|---|---|---|\n")
	for _, name := range []string{"wcxb_articles", "fundus", "postlight"} {
		f := fits[name]
		byHeart, mixed := patternFit(sets[name].titles, name)
		fmt.Fprintf(&b, "| %s | %d | %v | %.3f | %.3f | %d | %.3f |\n", name, f.pages, &sets[name].title, ratio(f.leftOut, f.pages), ratio(byHeart, f.pages), mixed, ratio(f.ceiling, f.pages))
	}
	q := sets["related"]
	fmt.Fprintf(&b, "\n| Also Read | pages | links | precision | recall | F1 | pages without a block left alone |\n|---|---|---|---|---|---|---|\n| related | %d | %d | %v | %v | %.3f | %d of %d |\n\n",
		q.pages, q.listed.all, &q.related, &q.listed, f1(q.related.value(), q.listed.value()), q.none.right, q.none.all)
	b.WriteString(articleRecord)
	return b.String()
}
