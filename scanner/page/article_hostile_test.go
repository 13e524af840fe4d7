package page

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Row 28 of the faults to live through: what a page may cost is bounded, and
// which bound it broke is said.
func TestArticleLimits(t *testing.T) {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	var attributes strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&attributes, " a%d=1", i)
	}
	for _, test := range []struct {
		name, html string
		want       error
	}{
		{"513 elements one inside the other", many(513, "<div>") + first, ErrTooDeep},
		{"200,000 attributes in one tag", "<p" + attributes.String() + ">" + first, ErrTooLarge},
		{"200,000 attributes in many tags", many(2000, "<p"+attributes.String()[:700]+">") + first, ErrTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Document{Body: []byte(test.html), URL: storyURL}
			if _, err := parse(t.Context(), d, keepScripts); !errors.Is(err, test.want) { // whatever time it takes
				t.Errorf("parse: %v, want %v", err, test.want)
			}
			if raced {
				return // the bound of time may strike first
			}
			start := time.Now()
			if _, err := ReadArticle(t.Context(), d, nil); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if took := time.Since(start); took > patience {
				t.Errorf("took %v", took)
			}
		})
	}
}

// fewerWhenRaced repeats a text, a twentieth of the times under the race detector.
func fewerWhenRaced(n int, s string) string {
	if raced {
		n = n/20 + 1
	}
	return strings.Repeat(s, n)
}

// Pages within the bounds of Parse whose shapes ask most of what comes after it.
func TestHostileArticles(t *testing.T) {
	many := fewerWhenRaced
	for _, test := range []struct{ name, html string }{
		{"labels", many(40_000, "<p>Read more</p>")},
		{"labels with links", many(20_000, `<p>Read more: <a href="/a/b-c-d-1">A title of some words</a></p>`)},
		{"related boxes without links", `<div class="related">` + many(30_000, "<p>Some words here</p>") + `</div>`},
		{"one box of related boxes", many(200, `<div class="related">`) + many(20_000, "<p>x</p>") + first},
		{"a long class", `<div class="` + many(200_000, "related ") + `">` + many(10_000, "<p>Some words here</p>")},
		{"deep", many(400, "<div>") + many(5_000, first)},
		{"one line", "<p>" + many(200_000, "word <b>word</b> ")},
		{"headings", many(20_000, "<h1>By Jane Doe, 27 February 2026</h1>") + first},
		{"figures", many(5_000, `<figure><img src="/a.jpg"><figcaption>`+strings.Repeat("Photo: ", 200)+`</figcaption></figure>`)},
		{"JSON-LD of brackets", `<script type="application/ld+json">` + many(500_000, "[") + `</script>` + first},
		{"JSON-LD of authors", `<script type="application/ld+json">{"@type":"NewsArticle","author":[` + many(100_000, `{"@id":"#a"},`) + `1]}</script>` + first},
		{"graph", `<script type="application/ld+json">{"@graph":[` + many(50_000, `{"@type":"Organization","name":"N"},`) + `1]}</script>` + many(300, "<h1>One title here</h1>") + first},
		{"digits", "<p>" + many(100_000, "12.12.") + "</p>"},
		{"commas", `<meta name="author" content="` + many(100_000, "a, ") + `">` + first},
		{"tables for readability", many(5_000, "<table><tr><td>x</td></tr></table>")},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			start := time.Now()
			_, err := ReadArticle(ctx, Document{Body: []byte("<html><body>" + first + second + test.html + third), URL: storyURL}, nil)
			if took := time.Since(start); took > 8*time.Second {
				t.Errorf("took %v", took)
			} else if took > time.Second {
				t.Logf("took %v, %v", took, err)
			}
			if err != nil && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrTooDeep) && !errors.Is(err, ErrTooSlow) {
				t.Error(err)
			}
		})
	}
}

// A reader who has gone is not waited for.
func TestReadArticleEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadArticle(ctx, Document{Body: []byte(storyPage("", "")), URL: storyURL}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}
