package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
)

// cardPage is a listing page of so many cards.
func cardPage(items int, card string) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang=en><title>Latest</title><main><div class="list">`)
	for i := range items {
		fmt.Fprintf(&b, card, i, i)
	}
	return b.String()
}

const (
	datedCard   = `<article class="card teaser"><h2><a href="/2026/11/22/story-number-%d-of-the-day">Story number %d of the day is told in a long headline</a></h2><time datetime="2026-11-22T08:00:00Z">today</time></article>`
	undatedCard = `<article class="card teaser"><h2><a href="/2026/11/22/story-number-%d-of-the-day">Story number %d of the day is told in a long headline</a></h2></article>`
	tile        = `<div class="tile"><div class="inner"><a href="/2026/11/22/story-number-%d-of-the-day"><h3>Story number %d of the day is told in a long headline</h3></a><time datetime="2026-11-22T08:00:00Z">today</time></div></div>`
)

func (d *desk) read() string {
	d.t.Helper()
	yaml, err := os.ReadFile(d.sources)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(yaml)
}

func TestSourcesCheckSeesDrift(t *testing.T) {
	for name, test := range map[string]struct {
		sel    string // of the source
		page   string // what it has become; empty: 500
		code   int
		status string
		says   string
	}{
		"as it was":            {"", cardPage(20, datedCard), exitOK, "as usual", "20 items, used to be 20"},
		"some fewer":           {"", cardPage(14, datedCard), exitOK, "as usual", "14 items, used to be 20"},
		"fewer items":          {"", cardPage(6, datedCard), exitPartial, "drifted", "6 items, used to be 20"},
		"no dates":             {"", cardPage(20, undatedCard), exitPartial, "drifted", "no dates any more, used to be on 100 % of the items"},
		"other cards":          {"", cardPage(20, tile), exitPartial, "drifted", "the cards are "},
		"other cards, by item": {"{item: '.card, .tile'}", cardPage(20, tile), exitPartial, "drifted", "the cards are div.tile in div.list in main, used to be article.card.teaser in div.list in main"},
		"lost by its selector": {"{item: .card}", cardPage(20, tile), exitPartial, "failed", `the selector ".card" matched nothing`},
		"fewer and undated":    {"{item: .card, time: time}", cardPage(5, undatedCard), exitPartial, "drifted", "5 items, used to be 20; no dates any more"},
		"down":                 {"", "", exitPartial, "failed", "500 Internal Server Error"},
	} {
		t.Run(name, func(t *testing.T) {
			page, asked := cardPage(20, datedCard), 0
			d := publisherDesk(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.NotFound(w, r)
					return
				}
				if asked++; page == "" {
					w.WriteHeader(http.StatusInternalServerError)
				}
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprint(w, page)
			})
			yaml := strings.Replace(d.read(), "defaults:", "defaults:\n  host_delay: 0s", 1) + "    kind: page\n"
			if test.sel != "" {
				yaml += "    select: " + test.sel + "\n"
			}
			d.write([]byte(yaml))
			if has(t, d.must(exitOK, "sources", "check"), "is in order: 1 source"); asked != 0 {
				t.Error("a page of which nothing is remembered was asked")
			}
			d.scan()
			page = test.page
			out := d.must(test.code, "sources", "check")
			has(t, out, "is in order", test.status, test.says)
			if asked != 2 {
				t.Errorf("the page was asked %d times", asked)
			}
			has(t, d.must(exitOK, "sources", "check", "--offline"), "as usual")
			if has(t, d.must(exitOK, "sources", "list"), " ok"); asked != 2 {
				t.Error("a check leaves traces, or --offline asks")
			}
			if test.status == "failed" {
				return
			}
			d.scan()
			var check pageCheck
			decode(t, []byte(d.must(test.code, "sources", "check", "--json", "--offline")), &check)
			if check.Status != test.status || (check.Since != nil) != (test.status == "drifted") || check.Usual.Items < 18 {
				t.Errorf("after a scan: %+v", check)
			}
			if list := d.must(exitOK, "sources", "list"); strings.Contains(list, "its page has changed since") != (test.status == "drifted") {
				t.Error(list)
			}
		})
	}
}

// New selectors make a new beginning: what another selector gave is no measure.
func TestDriftEndsWithNewSelectors(t *testing.T) {
	page := cardPage(20, datedCard)
	d := publisherDesk(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page)
	})
	yaml := strings.Replace(d.read(), "defaults:", "defaults:\n  host_delay: 0s", 1) + "    kind: page\n"
	d.write([]byte(yaml + "    select: {item: article}\n"))
	d.scan()
	page = cardPage(20, tile)
	d.write([]byte(yaml + "    select: {item: .tile}\n"))
	d.scan()
	has(t, d.must(exitOK, "sources", "check"), "as usual")
}
