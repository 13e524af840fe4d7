package newsroom

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"alsoread/export"
	"alsoread/news"
)

// fake is a store of few stories that remembers what it was asked.
type fake struct {
	stories []news.Story
	sources []news.SourceState
	err     error
	mu      sync.Mutex
	asked   []news.Query
	reads   atomic.Int64
}

func (f *fake) Stories(_ context.Context, q news.Query) iter.Seq2[news.Story, error] {
	f.mu.Lock()
	f.asked = append(f.asked, q)
	f.mu.Unlock()
	return func(yield func(news.Story, error) bool) {
		f.reads.Add(1)
		given := 0
		for _, s := range f.stories {
			if len(q.IDs) > 0 && !slices.Contains(q.IDs, s.ID) || s.ID <= q.NewerThan {
				continue
			}
			if given++; q.Limit > 0 && given > q.Limit || !yield(s, nil) {
				return
			}
		}
		if f.err != nil {
			yield(news.Story{}, f.err)
		}
	}
}

func (f *fake) Sources(context.Context) ([]news.SourceState, error) { return f.sources, f.err }

func at(minute int) time.Time { return time.Date(2026, 3, 14, 9, minute, 26, 0, time.UTC) }

func newFake() *fake {
	f := &fake{sources: []news.SourceState{
		{Name: "Harbour", URL: "https://harbour.example/rss", Tags: []string{"world", "ports & ships"}, Stories: 2, State: news.State{LastSuccess: at(1)}},
		{Name: "Hill/Wire 1.0", URL: "https://hill.example/rss", Tags: []string{"world", "a/b"}, State: news.State{Failures: 2, FailingSince: at(2), LastSuccess: at(1)}},
		{Name: "Old", URL: "https://old.example/rss", Tags: []string{"past"}, Gone: true},
	}}
	for i := range 30 {
		f.stories = append(f.stories, news.Story{
			ID: int64(100 - i), URL: fmt.Sprintf("https://harbour.example/%d", i), Title: fmt.Sprintf("Story %d <b> & co", i),
			Published: at(30 - i), FirstSeen: at(31), Sort: at(30 - i), Summary: "<p>Short</p>", Content: "<p>Long</p>",
			Sightings: []news.Sighting{{Source: "Harbour", SourceURL: "https://harbour.example/rss", At: at(31)}},
		})
	}
	return f
}

// versions is a data version that a test moves on.
type versions struct {
	n       int
	changed time.Time
}

func (v *versions) version(context.Context) (string, time.Time, error) {
	return fmt.Sprint(v.n), v.changed, nil
}

// get asks the handler as a client at localhost would.
func get(h http.Handler, target string, headers ...string) *http.Response {
	return do(h, http.MethodGet, target, headers...)
}

func do(h http.Handler, method, target string, headers ...string) *http.Response {
	req := httptest.NewRequest(method, target, nil)
	req.Host = "localhost:7077"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		} else {
			req.Header.Add(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFeeds(t *testing.T) {
	tests := []struct {
		path        string
		contentType string
		kind        string
		title       string
		want        news.Query
	}{
		{"/feeds/all.rss", "application/rss+xml; charset=utf-8", "rss", "alsoread", news.Query{Limit: 100}},
		{"/feeds/all.atom", "application/atom+xml; charset=utf-8", "atom", "alsoread", news.Query{Limit: 100}},
		{"/feeds/all.json", "application/feed+json; charset=utf-8", "json", "alsoread", news.Query{Limit: 100}},
		{"/feeds/all.rss?limit=7", "application/rss+xml; charset=utf-8", "rss", "alsoread", news.Query{Limit: 7}},
		{"/feeds/tag/world.atom", "application/atom+xml; charset=utf-8", "atom", "alsoread: world", news.Query{Limit: 100, Tags: []string{"world"}}},
		{"/feeds/tag/World.atom", "application/atom+xml; charset=utf-8", "atom", "alsoread: world", news.Query{Limit: 100, Tags: []string{"world"}}},
		{"/feeds/tag/ports%20&%20ships.rss", "application/rss+xml; charset=utf-8", "rss", "alsoread: ports & ships", news.Query{Limit: 100, Tags: []string{"ports & ships"}}},
		{"/feeds/tag/a%2Fb.rss", "application/rss+xml; charset=utf-8", "rss", "alsoread: a/b", news.Query{Limit: 100, Tags: []string{"a/b"}}},
		{"/feeds/source/Hill%2FWire%201.0.json", "application/feed+json; charset=utf-8", "json", "alsoread: Hill/Wire 1.0", news.Query{Limit: 100, Sources: []string{"Hill/Wire 1.0"}}},
		{"/feeds/source/Old.rss", "application/rss+xml; charset=utf-8", "rss", "alsoread: Old", news.Query{Limit: 100, Sources: []string{"Old"}}},
		{"/feeds/search.rss?q=ferry+%22on+time%22", "application/rss+xml; charset=utf-8", "rss", `alsoread: ferry "on time"`, news.Query{Limit: 100, Search: `ferry "on time"`}},
		{"/feeds/tag/world.rss?q=ferry&since=2026-03-01&until=2026-03-14T09:30:00%2B01:00&limit=5", "application/rss+xml; charset=utf-8", "rss", "alsoread: world: ferry",
			news.Query{Limit: 5, Tags: []string{"world"}, Search: "ferry", Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 3, 14, 8, 30, 0, 0, time.UTC)}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			f := newFake()
			res := get(New(Options{Store: f}), tt.path)
			text := body(t, res)
			if res.StatusCode != 200 || res.Header.Get("Content-Type") != tt.contentType {
				t.Fatalf("%s, %s: %s", res.Status, res.Header.Get("Content-Type"), text)
			}
			tt.want.Content = true
			if got := fmt.Sprintf("%+v", f.asked[0]); got != fmt.Sprintf("%+v", tt.want) {
				t.Errorf("asked the store for %s\nwant %+v", got, tt.want)
			}
			feed, err := gofeed.NewParser().ParseString(text)
			if err != nil {
				t.Fatal(err)
			}
			if feed.FeedType != tt.kind || feed.Title != tt.title || len(feed.Items) != min(30, tt.want.Limit) || feed.Items[0].Title != "Story 0 <b> & co" {
				t.Errorf("feed %s %q with %d items", feed.FeedType, feed.Title, len(feed.Items))
			}
			if feed.Link != "http://localhost:7077/" {
				t.Errorf("link %q", feed.Link)
			}
			self, err := url.Parse(feed.FeedLink)
			asked, _ := url.Parse(tt.path)
			if err != nil || self.Path != asked.Path || self.Query().Encode() != asked.Query().Encode() {
				t.Errorf("self %q", feed.FeedLink)
			}
			if feed.UpdatedParsed != nil && !feed.UpdatedParsed.Equal(at(31)) {
				t.Errorf("updated %v", feed.Updated)
			}
		})
	}
}

// The address a feed gives itself holds only what it understands.
func TestSelfLeavesOutWhatIsUnknown(t *testing.T) {
	res := get(New(Options{Store: newFake(), BaseURL: "https://news.example/room"}), "/feeds/all.json?utm_source=x&limit=2&token=secret")
	var feed struct {
		FeedURL string `json:"feed_url"`
		Items   []struct {
			Alsoread struct{ About string } `json:"_alsoread"`
		}
	}
	if err := json.Unmarshal([]byte(body(t, res)), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.FeedURL != "https://news.example/room/feeds/all.json?limit=2" {
		t.Errorf("self %q", feed.FeedURL)
	}
	if feed.Items[0].Alsoread.About != "https://news.example/room/about/json-feed" {
		t.Errorf("about %q", feed.Items[0].Alsoread.About)
	}
}

// What cannot be answered is said in one line of text, without internals.
func TestRefusals(t *testing.T) {
	room := New(Options{Store: newFake()})
	tests := []struct {
		method, path string
		status       int
		text         string
	}{
		{"GET", "/feeds/all.rss?limit=0", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=1001", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=1e9", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=-1", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=%2B1", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=99999999999999999999", 400, "limit must be a whole number from 1 to 1000"},
		{"GET", "/feeds/all.rss?limit=1&limit=2", 400, "limit is given more than once"},
		{"GET", "/feeds/all.rss?since=bad", 400, "since must be a day or a time, such as 2026-03-14 or 2026-03-14T09:30:00Z"},
		{"GET", "/feeds/all.rss?until=yesterday", 400, "until must be a day or a time, such as 2026-03-14 or 2026-03-14T09:30:00Z"},
		{"GET", "/feeds/search.rss", 400, "q is missing: the words to look for"},
		{"GET", "/feeds/search.rss?q=+", 400, "q must be words to look for, at most 400 characters of them"},
		{"GET", "/feeds/search.rss?q=%ff", 400, "q must be words to look for, at most 400 characters of them"},
		{"GET", "/feeds/search.rss?q=" + strings.Repeat("x", 401), 400, "q must be words to look for, at most 400 characters of them"},
		{"GET", "/feeds/tag/unknown.rss", 404, "there is nothing at this address"},
		{"GET", "/feeds/source/unknown.rss", 404, "there is nothing at this address"},
		{"GET", "/feeds/all.xml", 404, "there is nothing at this address"},
		{"GET", "/feeds/all", 404, "there is nothing at this address"},
		{"GET", "/feeds/.rss", 404, "there is nothing at this address"},
		{"GET", "/feeds/none.rss", 404, "there is nothing at this address"},
		{"GET", "/feeds/publisher/x.rss", 404, "there is nothing at this address"},
		{"GET", "/feeds/tag/a/b.rss", 404, "there is nothing at this address"},
		{"GET", "/opml/x", 404, "there is nothing at this address"},
		{"GET", "/etc/passwd", 404, "there is nothing at this address"},
		{"HEAD", "/nothing", 404, ""},
		{"POST", "/feeds/all.rss", 405, "only GET and HEAD are understood"},
		{"PUT", "/", 405, "only GET and HEAD are understood"},
		{"DELETE", "/nothing", 405, "only GET and HEAD are understood"},
		{"OPTIONS", "/opml", 405, "only GET and HEAD are understood"},
	}
	for _, tt := range tests {
		res := do(room, tt.method, tt.path)
		if got := body(t, res); res.StatusCode != tt.status || tt.method != "HEAD" && got != tt.text+"\n" {
			t.Errorf("%s %.80s: %s %q", tt.method, tt.path, res.Status, got)
		}
		if ct := res.Header.Get("Content-Type"); ct != "text/plain; charset=utf-8" {
			t.Errorf("%s %.80s: Content-Type %q", tt.method, tt.path, ct)
		}
		if tt.status == 405 && res.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: Allow %q", tt.method, tt.path, res.Header.Get("Allow"))
		}
		if res.Header.Get("ETag") != "" || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %.80s: a refusal may be kept: %v", tt.method, tt.path, res.Header)
		}
	}
}

// No path climbs anywhere.
func TestPathsAreNamesOnly(t *testing.T) {
	f := newFake()
	room := New(Options{Store: f})
	for _, path := range []string{"/feeds/../../etc/passwd", "/feeds/tag/..%2f..%2fetc%2fpasswd.rss", "/feeds//all.rss", "/feeds/tag/%00.rss", "/feeds/source/%ff.rss", "/feeds/tag/%3Cscript%3E.rss"} {
		res := get(room, path)
		text := body(t, res)
		if res.StatusCode != 404 && res.StatusCode/100 != 3 || strings.Contains(text, "<script>") {
			t.Errorf("%s: %s %q", path, res.Status, text)
		}
		if location := res.Header.Get("Location"); location != "" && !strings.HasPrefix(location, "/") {
			t.Errorf("%s leads to %q", path, location)
		}
	}
}

func TestFaultsStayInside(t *testing.T) {
	var log bytes.Buffer
	secret := errors.New("sql: no such table: stories in /var/lib/alsoread.db")
	for _, path := range []string{"/feeds/all.rss", "/feeds/all.json", "/feeds/tag/world.rss", "/opml", "/", "/healthz"} {
		f := newFake()
		f.err, f.stories = secret, f.stories[:0]
		res := get(New(Options{Store: f, Log: slog.New(slog.NewTextHandler(&log, nil))}), path, "Accept-Encoding", "gzip")
		text := body(t, res)
		if res.StatusCode < 500 || strings.Contains(text, "sql") || strings.Count(text, "\n") != 1 {
			t.Errorf("%s: %s %q", path, res.Status, text)
		}
		if res.Header.Get("Content-Encoding") != "" || res.Header.Get("ETag") != "" {
			t.Errorf("%s: headers of a document on an error: %v", path, res.Header)
		}
		if !strings.Contains(log.String(), "no such table") {
			t.Errorf("%s: the log does not say why: %s", path, log.String())
		}
		log.Reset()
	}
}

type panicking struct{ *fake }

func (panicking) Sources(context.Context) ([]news.SourceState, error) { panic("index out of range") }

func TestPanicIsAnswered(t *testing.T) {
	var log bytes.Buffer
	res := get(New(Options{Store: panicking{newFake()}, Log: slog.New(slog.NewTextHandler(&log, nil))}), "/opml")
	if text := body(t, res); res.StatusCode != 500 || strings.Contains(text, "range") {
		t.Errorf("%s %q", res.Status, text)
	}
	if !strings.Contains(log.String(), "index out of range") || !strings.Contains(log.String(), "room_test.go") {
		t.Errorf("log %s", log.String())
	}
}

func TestOPML(t *testing.T) {
	res := get(New(Options{Store: newFake(), Title: "My room"}), "/opml")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/x-opml; charset=utf-8" {
		t.Fatal(res.Status, res.Header)
	}
	list, err := export.ReadOPML(res.Body)
	if err != nil || list.Title != "My room" || len(list.Outlines) != 2 || len(list.Problems) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestHealth(t *testing.T) {
	f := newFake()
	if res := get(New(Options{Store: f}), "/healthz"); res.StatusCode != 200 || body(t, res) != "ok\n" {
		t.Error(res.Status)
	}
	if f.asked[0].Limit != 1 {
		t.Errorf("asked for %+v", f.asked[0])
	}
	f.stories, f.err = nil, io.ErrUnexpectedEOF
	if res := get(New(Options{Store: f}), "/healthz"); res.StatusCode != 503 || body(t, res) != "the database cannot be read\n" {
		t.Error(res.Status)
	}
}

func TestFeedsPage(t *testing.T) {
	f := newFake()
	f.sources[0].Name = `<script>alert(1)</script>"x`
	v := &versions{changed: at(31)}
	zone := time.FixedZone("IST", 5*3600+1800)
	res := get(New(Options{Store: f, Title: "My <room>", Version: v.version, Zone: zone}), "/feeds")
	page := body(t, res)
	for _, want := range []string{
		`<html lang="en"`, "<title>Feeds · My &lt;room&gt;</title>", "Sat 14 Mar 2026, 15:01 IST",
		`<link rel="alternate" type="application/rss&#43;xml" title="Stories (RSS)" href="./feeds/all.rss">`,
		`href="./feeds/groups.atom"`, `href="./feeds/all.json"`, `href="./opml"`, `href="./feeds/tag/ports%20&amp;%20ships.rss"`, `href="./feeds/tag/a%2Fb.json"`,
		`href="./feeds/source/Hill%2FWire%201.0.atom"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"<script>", "Old", "past"} {
		if strings.Contains(page, not) {
			t.Errorf("the page holds %s", not)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "style-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

// Every link of these pages leads to something.
func TestLinksOfPagesWork(t *testing.T) {
	room := New(Options{Store: newFake()})
	found := map[string]bool{}
	for _, path := range []string{"/", "/feeds", "/sources", "/search?q=story", "/story/100"} {
		base, _ := url.Parse(path)
		page := body(t, get(room, path))
		for _, part := range strings.Split(page, `href="`)[1:] {
			href, _, _ := strings.Cut(part, `"`)
			to, err := base.Parse(html.UnescapeString(href))
			if err != nil || to.Host != "" || to.Fragment == "main" || found[to.String()] {
				continue
			}
			found[to.String()] = true
			to.Fragment = ""
			if res := get(room, to.String()); res.StatusCode != 200 && !strings.Contains(to.Path, "/groups.") {
				t.Errorf("%s: %s: %s", path, to, res.Status)
			}
		}
	}
	if len(found) < 30 {
		t.Errorf("%d links", len(found))
	}
}

func TestLongListOfFeedsIsCut(t *testing.T) {
	f := newFake()
	for i := range 3000 {
		f.sources = append(f.sources, news.SourceState{Name: fmt.Sprint("Source ", i)})
	}
	page := body(t, get(New(Options{Store: f}), "/feeds"))
	if n := strings.Count(page, "feeds/source/"); n != 3*maxListed || !strings.Contains(page, "2,502 more sources are in the") {
		t.Errorf("%d links to sources", n)
	}
}

func TestHugeContentIsCut(t *testing.T) {
	f := newFake()
	for i := range f.stories {
		f.stories[i].Content = strings.Repeat("x", 5<<20)
	}
	res := get(New(Options{Store: f}), "/feeds/all.rss")
	if text := body(t, res); res.StatusCode != 200 || strings.Count(text, "<item>") != 6 || !strings.HasSuffix(text, "</rss>\n") {
		t.Errorf("%s, %d items", res.Status, strings.Count(text, "<item>"))
	}
}

func TestGzip(t *testing.T) {
	room := New(Options{Store: newFake()})
	plain := body(t, get(room, "/feeds/all.rss"))
	tests := []struct {
		accept string
		want   bool
	}{
		{"gzip", true}, {"GZIP", true}, {"deflate, gzip;q=0.5", true}, {"*", true}, {"br, *;q=0.1", true}, {"x-gzip", true},
		{"", false}, {"identity", false}, {"gzip;q=0", false}, {"*;q=0", false}, {"gzip;q=0, *", false}, {"gzip;q=bad", false}, {"gzip;q=NaN", false}, {"br", false}, {"gzipped", false},
	}
	for _, tt := range tests {
		res := get(room, "/feeds/all.rss", "Accept-Encoding", tt.accept)
		zipped := res.Header.Get("Content-Encoding") == "gzip"
		if zipped != tt.want || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: compressed %v, Vary %q", tt.accept, zipped, res.Header.Get("Vary"))
		}
		text := body(t, res)
		if res.Header.Get("Content-Length") != fmt.Sprint(len(text)) {
			t.Errorf("%q: Content-Length %s of %d", tt.accept, res.Header.Get("Content-Length"), len(text))
		}
		if zipped {
			z, err := gzip.NewReader(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		if text != plain {
			t.Errorf("%q: another document", tt.accept)
		}
	}
}

func TestHead(t *testing.T) {
	server := httptest.NewServer(New(Options{Store: newFake()}))
	defer server.Close()
	for _, path := range []string{"/", "/opml", "/feeds/all.rss", "/feeds/all.json", "/healthz", "/about/json-feed"} {
		head, err := http.Head(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		head.Body.Close()
		full, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		full.Body.Close()
		same := path == "/" || head.Header.Get("ETag") == full.Header.Get("ETag") // a page holds a clock
		if head.StatusCode != 200 || !same || head.Header.Get("Content-Type") != full.Header.Get("Content-Type") {
			t.Errorf("%s: HEAD %v\nGET %v", path, head.Header, full.Header)
		}
	}
}

func TestNewRefusesMistakes(t *testing.T) {
	for name, o := range map[string]Options{"no store": {}, "bad base": {Store: newFake(), BaseURL: "news.example"}, "base of a script": {Store: newFake(), BaseURL: "javascript://x"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken", name)
				}
			}()
			New(o)
		}()
	}
}

func TestAsciiOnlyInHeaders(t *testing.T) {
	f := newFake()
	f.sources[0].Tags = []string{"日本"}
	res := get(New(Options{Store: f}), "/feeds/tag/"+url.PathEscape("日本")+".rss")
	if res.StatusCode != 200 {
		t.Fatal(res.Status)
	}
	for name, values := range res.Header {
		if slices.ContainsFunc(values, func(v string) bool { return strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' }) }) {
			t.Errorf("%s: %q", name, values)
		}
	}
}
