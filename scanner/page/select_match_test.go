package page

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

const matchPage = `<body><div id=1 class="a b"><p id=2>x</p><div id=3 class=a><p id=4 class=c>y</p><p id=5>z<a id=6 href="x,y > z">l</a></p></div>
<section id=7><div id=8><div id=9><p id=10 class="c d">w</p></div></div></section><h2 id=11></h2><p id=12></p><p id=13></p></div>`

func ids(nodes []*html.Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, attribute(n, "id"))
	}
	return out
}

// What one walk finds is what cascadia finds element by element.
func TestMatcherAgreesWithCascadia(t *testing.T) {
	doc, err := Parse(t.Context(), Document{Body: []byte(matchPage)})
	if err != nil {
		t.Fatal(err)
	}
	for _, css := range []string{
		"p", "div p", "div > p", "div>p", "div.a p.c", "p + p", "h2 ~ p", "h2+p", "div div p", "body div > div p", "p, a",
		"a[href='x,y > z']", `a[href="x,y > z"], h2`, "p:not(.c)", "p:nth-last-of-type(1)", "section * p", "div.a.b > div ~ section p.c.d",
		"p:nth-child(2n+1)", "*", ".nothing", "div:has(p.c) p", "p:contains('z')", "div\n>\tp", "section ~ p ~ p", "#\\31 0 , p",
	} {
		m, err := compile(css)
		if err != nil {
			t.Errorf("%s: %v", css, err)
			continue
		}
		got, err := m.all(t.Context(), doc.Nodes[0])
		want := cascadia.QueryAll(doc.Nodes[0], cascadia.MustCompile(css))
		if err != nil || !slices.Equal(ids(got), ids(want)) {
			t.Errorf("%s: %v, want %v (%v)", css, ids(got), ids(want), err)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, css := range []string{"", "p[", "> p", "p >", "div:has(p:has(a))", "div:has(a b c d)", "a::before", "," + strings.Repeat("a ", 40)} {
		if _, err := compile(css); err == nil {
			t.Errorf("%q compiled", css)
		}
	}
}

// Selectors that would cost a power of the page's size end with their time, or
// sooner.
func TestCostlySelectors(t *testing.T) {
	deep := strings.Repeat("<div>", 500) + strings.Repeat("<i>x</i>", 2_000)
	wide := strings.Repeat("<p><i>x</i></p>", 60_000)
	for name, test := range map[string]struct{ body, css string }{
		"backtracking":    {deep, "b div div div div div div div div i"},
		"nth-last":        {wide, "p:nth-last-of-type(7)"},
		"nth-last, every": {wide, ":nth-last-child(2n+1)"},
		"has":             {deep, "div:has(b)"},
		"only":            {wide, "p:only-of-type"},
		"contains":        {deep, "div:contains('nothing')"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Parse(t.Context(), Document{Body: []byte(test.body)})
			if err != nil {
				t.Fatal(err)
			}
			m, err := compile(test.css)
			if err != nil {
				t.Fatal(err)
			}
			const limit = 300 * time.Millisecond
			ctx, cancel := context.WithTimeoutCause(t.Context(), limit, ErrTooSlow)
			defer cancel()
			start := time.Now()
			_, err = m.all(ctx, doc.Nodes[0])
			if took := time.Since(start); took > limit+2*time.Second || err != nil && !errors.Is(err, ErrTooSlow) {
				t.Errorf("%v after %v", err, took)
			}
			t.Log(time.Since(start), err)
		})
	}
}
