package scanner

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

// kiosk answers with the pages that it holds.
type kiosk struct {
	pages map[string]string
	asked []string
}

func (s *kiosk) Get(_ context.Context, r Request) (*Response, error) {
	address := r.URL
	if address == "" {
		address = r.Source.URL
	}
	if strings.HasSuffix(address, "/robots.txt") {
		return nil, &HTTPError{Status: 404}
	}
	s.asked = append(s.asked, address)
	body, ok := s.pages[address]
	if !ok {
		return nil, errors.New("the server answered 404")
	}
	return &Response{StatusCode: 200, Body: []byte(body), Hash: uint64(len(body)), URL: address, ContentType: "text/html"}, nil
}

// cards is a page of cards with a link to the next page.
func cards(from, to int, next string) string {
	var b strings.Builder
	b.WriteString("<title>Latest</title><main>")
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, `<article class=card><h2><a href="/2026/11/%02d/story-number-%d">What happened in town on day %d of the month</a></h2></article>`, i, i, i)
	}
	if next != "" {
		fmt.Fprintf(&b, `<a class=older href="%s">Older</a>`, next)
	}
	return b.String()
}

func TestScanFollowsNextPages(t *testing.T) {
	const site = "https://news.example/latest"
	for name, test := range map[string]struct {
		pages    map[string]string
		items    int
		asked    int
		problems int
	}{
		"to the limit": {map[string]string{site: cards(1, 4, "?p=2"), site + "?p=2": cards(4, 7, "?p=3"), site + "?p=3": cards(7, 10, "?p=4"), site + "?p=4": cards(10, 13, "")}, 9, 3, 0},
		"to the end":   {map[string]string{site: cards(1, 4, "?p=2"), site + "?p=2": cards(4, 7, "")}, 6, 2, 0},
		"a circle":     {map[string]string{site: cards(1, 4, "?p=2"), site + "?p=2": cards(4, 7, "/latest")}, 6, 2, 0},
		"the same stories on every page": {map[string]string{site: cards(1, 4, "?p=2"), site + "?p=2": cards(1, 4, "?p=3"),
			site + "?p=3": cards(1, 4, "?p=4")}, 3, 2, 0},
		"a page that is gone":    {map[string]string{site: cards(1, 4, "?p=2")}, 3, 2, 1},
		"a page without stories": {map[string]string{site: cards(1, 4, "?p=2"), site + "?p=2": "<p>nothing"}, 3, 2, 1},
		"at another publisher":   {map[string]string{site: cards(1, 4, "https://other.example/"), "https://other.example/": cards(4, 7, "")}, 3, 1, 0},
		"more than are wanted":   {map[string]string{site: cards(1, 25, "?p=2"), site + "?p=2": cards(25, 28, "")}, 20, 1, 1},
		"no address at all":      {map[string]string{site: cards(1, 4, "javascript:more()")}, 3, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			asks := &kiosk{pages: test.pages}
			src := news.Source{Name: "News", URL: site, Kind: news.KindPage, Timeout: 10 * time.Second, MaxItems: 20,
				Select: &news.Select{Item: "article.card", Next: "a.older", MaxPages: 3}}
			scan := New(asks, nil, Options{}).scan(t.Context(), src, news.State{})
			if scan.Err != nil || scan.Listing == nil {
				t.Fatal(scan.Err)
			}
			if len(scan.Listing.Items) != test.items || len(asks.asked) != test.asked || len(scan.Listing.Problems) != test.problems {
				t.Errorf("%d items of %d pages, problems %v", len(scan.Listing.Items), len(asks.asked), scan.Listing.Problems)
			}
		})
	}
}

func TestScanOfPages(t *testing.T) {
	const site = "https://news.example/latest"
	for name, test := range map[string]struct {
		body    string
		sel     *news.Select
		kind    news.Kind
		pattern string
		items   int
		fault   string
	}{
		"found automatically":   {cards(1, 9, ""), nil, news.KindPage, "", 8, ""},
		"auto with selectors":   {cards(1, 9, ""), &news.Select{Item: "article"}, news.KindAuto, "", 8, ""},
		"nothing matched":       {cards(1, 9, ""), &news.Select{Item: "div.story"}, news.KindPage, "", 0, `read: read page: the selector "div.story" matched nothing`},
		"no links":              {"<p class=x>a<p class=x>b", &news.Select{Item: "p.x"}, news.KindPage, "", 0, `read: read page: the selector "p.x" matched 2 cards but no links in them`},
		"a page without news":   {"<p>Under construction", nil, news.KindPage, "", 0, "read: read page: no stories were found on the page"},
		"url_pattern":           {cards(1, 9, ""), nil, news.KindPage, "/0[1-3]/", 3, ""},
		"url_pattern wants all": {cards(1, 9, ""), nil, news.KindPage, "/2031/", 0, `read: read page: url_pattern "/2031/" matched nothing of 8 links`},
		"a bad selector":        {cards(1, 9, ""), &news.Select{Item: "p["}, news.KindPage, "", 0, "read: select.item:"},
	} {
		t.Run(name, func(t *testing.T) {
			src := news.Source{Name: "News", URL: site, Kind: test.kind, Timeout: 10 * time.Second, Select: test.sel}
			if test.pattern != "" {
				src.URLPattern = regexp.MustCompile(test.pattern)
			}
			scan := New(&kiosk{pages: map[string]string{site: test.body}}, nil, Options{}).scan(t.Context(), src, news.State{})
			if test.fault != "" {
				if scan.Status != news.StatusFailed || !strings.HasPrefix(scan.Err.Error(), test.fault) {
					t.Errorf("%s: %v", scan.Status, scan.Err)
				}
				return
			}
			if scan.Err != nil || len(scan.Listing.Items) != test.items {
				t.Errorf("%v, %v", scan.Err, scan.Listing)
			}
		})
	}
}
