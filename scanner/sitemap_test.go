package scanner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cespare/xxhash/v2"

	"alsoread/news"
)

// archive answers with the sitemaps that it holds, by their paths.
type archive struct {
	files map[string]string
	slow  map[string]time.Duration
	asked []string
}

const archiveHost = "https://inland.example"

func (a *archive) Get(ctx context.Context, r Request) (*Response, error) {
	address := firstOf(r.URL, r.Source.URL)
	path := strings.TrimPrefix(address, archiveHost)
	a.asked = append(a.asked, path)
	select {
	case <-time.After(a.slow[path]):
	case <-ctx.Done():
		return nil, fmt.Errorf("fetch: %w", context.Cause(ctx))
	}
	body, ok := a.files[path]
	if !ok {
		return nil, fmt.Errorf("fetch: %w", &HTTPError{Status: 404})
	}
	return &Response{StatusCode: 200, Body: []byte(body), Hash: xxhash.Sum64String(body), Bytes: int64(len(body)), URL: address,
		ETag: `"x"`, ContentType: "application/xml"}, nil
}

func (a *archive) scan(t *testing.T, kind news.Kind, old news.State) news.Scan {
	t.Helper()
	a.asked = nil
	src := news.Source{Name: "Inland", URL: archiveHost + "/sitemap.xml", Kind: kind, Timeout: 10 * time.Second, MaxItems: 50, MaxBody: 1 << 20}
	return New(a, nil, Options{}).scan(t.Context(), src, old)
}

func urlset(stories ...string) string {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i, s := range stories {
		fmt.Fprintf(&b, "<url><loc>%s/%s</loc><lastmod>2025-03-0%dT10:00:00Z</lastmod></url>", archiveHost, s, i+1)
	}
	return b.String() + "</urlset>"
}

// indexOf names files with their lastmod, "name lastmod".
func indexOf(children ...string) string {
	var b strings.Builder
	b.WriteString("<sitemapindex>")
	for _, c := range children {
		name, lastmod, _ := strings.Cut(c, " ")
		fmt.Fprintf(&b, "<sitemap><loc>%s/%s</loc>", archiveHost, name)
		if lastmod != "" {
			fmt.Fprintf(&b, "<lastmod>%s</lastmod>", lastmod)
		}
		b.WriteString("</sitemap>")
	}
	return b.String() + "</sitemapindex>"
}

func TestScanOfSitemaps(t *testing.T) {
	const page = `<!DOCTYPE html><title>x</title><link rel="sitemap" type="application/xml" href="/sitemap-news.xml"><p>` // and enough text to be a page
	for name, c := range map[string]struct {
		files   map[string]string
		kind    news.Kind
		items   int
		asked   int
		problem string
		fault   string
		format  string
	}{
		"a sitemap":         {map[string]string{"/sitemap.xml": urlset("a", "b")}, news.KindSitemap, 2, 1, "2 titles are missing", "", "sitemap"},
		"found by its root": {map[string]string{"/sitemap.xml": urlset("a", "b")}, news.KindAuto, 2, 1, "", "", "sitemap"},
		"as a feed":         {map[string]string{"/sitemap.xml": urlset("a")}, news.KindFeed, 0, 1, "", "read: this is a sitemap, not a feed; kind: sitemap reads it", ""},
		"a feed as sitemap": {map[string]string{"/sitemap.xml": "<rss><channel><item><title>x</title><link>https://x.example/1</link></item></channel></rss>"}, news.KindSitemap, 1, 1, "", "", "rss"},
		"an index": {map[string]string{"/sitemap.xml": indexOf("one.xml", "two.xml"), "/one.xml": urlset("a", "b"), "/two.xml": urlset("b", "c")},
			news.KindSitemap, 3, 3, "/one.xml: 2 titles are missing", "", "sitemap index"},
		"an index found by its root": {map[string]string{"/sitemap.xml": indexOf("one.xml"), "/one.xml": urlset("a", "b")}, news.KindAuto, 2, 2, "", "", "sitemap index"},
		"an index within": {map[string]string{"/sitemap.xml": indexOf("inner.xml", "two.xml"), "/inner.xml": indexOf("one.xml", "inner.xml", "sitemap.xml"),
			"/one.xml": urlset("a", "b"), "/two.xml": urlset("c")}, news.KindSitemap, 3, 4, "", "", "sitemap index"},
		"the newest of many": {map[string]string{"/sitemap.xml": indexOf("a.xml 2020-01-01", "b.xml 2025-01-01", "c.xml", "d.xml 2025-02-01", "e.xml 2025-03-01", "f.xml 2025-04-01", "g.xml 2025-05-01", "h.xml 2019-01-01"),
			"/b.xml": urlset("b"), "/d.xml": urlset("d"), "/e.xml": urlset("e"), "/f.xml": urlset("f"), "/g.xml": urlset("g")},
			news.KindSitemap, 5, 6, "3 of 8 sitemaps of the index were left for another scan: the newest 5 are read in one", "", "sitemap index"},
		"one is missing":        {map[string]string{"/sitemap.xml": indexOf("one.xml", "two.xml"), "/two.xml": urlset("c")}, news.KindSitemap, 1, 3, "/one.xml: fetch: 404 Not Found", "", "sitemap index"},
		"one is no sitemap":     {map[string]string{"/sitemap.xml": indexOf("one.xml", "two.xml"), "/one.xml": "gone", "/two.xml": urlset("c")}, news.KindSitemap, 1, 3, "/one.xml: read: this is plain text, not a sitemap", "", "sitemap index"},
		"all are missing":       {map[string]string{"/sitemap.xml": indexOf("one.xml", "two.xml")}, news.KindSitemap, 0, 3, "", "read: no sitemap of the index: fetch: 404 Not Found", ""},
		"a page":                {map[string]string{"/sitemap.xml": page + strings.Repeat("Nothing was found at this address. ", 10)}, news.KindSitemap, 0, 1, "", "read: this is an HTML page, not a sitemap; it names https://inland.example/sitemap-news.xml", ""},
		"a page without a hint": {map[string]string{"/sitemap.xml": "<html><body><p>Not found"}, news.KindSitemap, 0, 1, "", "read: this is an HTML page, not a sitemap", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := &archive{files: c.files}
			scan := a.scan(t, c.kind, news.State{})
			if len(a.asked) != c.asked {
				t.Errorf("asked for %v", a.asked)
			}
			if c.fault != "" {
				if scan.Err == nil || scan.Err.Error() != c.fault {
					t.Errorf("error %v, want %s", scan.Err, c.fault)
				}
				return
			}
			if scan.Err != nil {
				t.Fatal(scan.Err)
			}
			l := scan.Listing
			if len(l.Items) != c.items || l.Format != c.format || !strings.Contains(fmt.Sprint(l.Problems), c.problem) {
				t.Errorf("%d items, %q, problems %v", len(l.Items), l.Format, l.Problems)
			}
			if !slices.IsSortedFunc(l.Items, func(a, b news.Item) int { return b.Published.Compare(a.Published) }) {
				t.Error("not newest first")
			}
			size := 0
			for _, path := range a.asked {
				size += len(c.files[path])
			}
			if scan.Bytes != int64(size) {
				t.Errorf("%d bytes of %d were counted", scan.Bytes, size)
			}
		})
	}
}

// What an index says of its sitemaps decides what the next scan asks for.
func TestSecondScanOfAnIndex(t *testing.T) {
	day := func(days int) string { return time.Now().UTC().AddDate(0, 0, -days).Format(time.RFC3339) }
	date := func(days int) string { return day(days)[:10] }
	for name, c := range map[string]struct {
		children []string
		change   string // the file that changes in between
		gone     string // the file that is missing at first
		asked    []string
		status   news.Status
	}{
		"times: the index is enough":          {[]string{"one.xml " + day(0), "two.xml " + day(9)}, "", "", []string{"/sitemap.xml"}, news.StatusUnchanged},
		"times: only what may have changed":   {[]string{"one.xml " + day(0), "two.xml " + day(9)}, "/sitemap.xml", "", []string{"/sitemap.xml", "/one.xml"}, news.StatusOK},
		"times: nothing may have changed":     {[]string{"one.xml " + day(3), "two.xml " + day(9)}, "/sitemap.xml", "", []string{"/sitemap.xml"}, news.StatusUnchanged},
		"days: nothing has changed":           {[]string{"one.xml " + date(0), "two.xml " + date(9)}, "", "", []string{"/sitemap.xml", "/one.xml", "/two.xml"}, news.StatusUnchanged},
		"no times: nothing has changed":       {[]string{"one.xml", "two.xml"}, "", "", []string{"/sitemap.xml", "/one.xml", "/two.xml"}, news.StatusUnchanged},
		"no times: one has changed":           {[]string{"one.xml", "two.xml"}, "/two.xml", "", []string{"/sitemap.xml", "/one.xml", "/two.xml"}, news.StatusOK},
		"what was missing is asked for again": {[]string{"one.xml " + day(0), "two.xml " + day(9)}, "", "/two.xml", []string{"/sitemap.xml", "/one.xml", "/two.xml"}, news.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			a := &archive{files: map[string]string{"/sitemap.xml": indexOf(c.children...), "/one.xml": urlset("a", "b"), "/two.xml": urlset("c")}}
			missing := a.files[c.gone]
			delete(a.files, c.gone)
			first := a.scan(t, news.KindSitemap, news.State{})
			if first.Err != nil || first.Listing == nil {
				t.Fatal(first.Err)
			}
			if c.gone != "" {
				a.files[c.gone] = missing
			}
			if c.change != "" {
				a.files[c.change] += "<!-- made anew -->"
			}
			second := a.scan(t, news.KindSitemap, first.State)
			if second.Status != c.status || !slices.Equal(a.asked, c.asked) {
				t.Errorf("%s (%v) after asking for %v, want %s after %v", second.Status, second.Err, a.asked, c.status, c.asked)
			}
		})
	}
}

// An index has one source's time for all of its sitemaps.
func TestIndexTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &archive{files: map[string]string{"/sitemap.xml": indexOf("one.xml", "two.xml", "three.xml"), "/one.xml": urlset("a")},
			slow: map[string]time.Duration{"/two.xml": time.Hour}}
		scan := a.scan(t, news.KindSitemap, news.State{})
		if scan.Err != nil || len(scan.Listing.Items) != 1 || scan.Took > 11*time.Second || len(a.asked) != 3 {
			t.Errorf("%v after %s, asked for %v", scan.Err, scan.Took, a.asked)
		}
		if scan.State.ETag != "" || scan.State.BodyHash != 0 {
			t.Error("what was not read in time would not be asked for again")
		}
		a.slow["/one.xml"] = time.Hour
		if scan = a.scan(t, news.KindSitemap, news.State{}); !errors.Is(scan.Err, errIndexTime) {
			t.Errorf("error %v", scan.Err)
		}
	})
}

// A problem never tells an address that may hold what only the file's owner knows.
func TestIndexKeepsSecrets(t *testing.T) {
	a := &archive{files: map[string]string{"/sitemap.xml": indexOf("s3cret/one.xml", "two.xml"), "/two.xml": urlset("c")}}
	src := news.Source{Name: "Inland", URL: archiveHost + "/sitemap.xml", Display: archiveHost + "/${PATH}", Kind: news.KindSitemap, Timeout: time.Second}
	scan := New(a, nil, Options{}).scan(t.Context(), src, news.State{})
	if scan.Err != nil || strings.Contains(fmt.Sprint(scan.Listing.Problems), "s3cret") || len(scan.Listing.Problems) == 0 {
		t.Errorf("%v, problems %v", scan.Err, scan.Listing)
	}
}
