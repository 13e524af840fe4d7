package newsworld

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/mmcdole/gofeed"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) // a Wednesday

func startStill(t *testing.T) *World {
	t.Helper()
	w, err := Start(t.Context(), Options{Now: noon, Still: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// get asks without following redirects.
func get(t *testing.T, address string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// eachFeed runs a test for every feed that answers.
func eachFeed(t *testing.T, w *World, test func(t *testing.T, p *publisher, f feed)) {
	for i := range publishers {
		for _, f := range publishers[i].feeds {
			if !publishers[i].down {
				t.Run(f.name, func(t *testing.T) { test(t, &publishers[i], f) })
			}
		}
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestFeedsReadBack(t *testing.T) {
	w := startStill(t)
	eachFeed(t, w, func(t *testing.T, p *publisher, f feed) {
		res, body := get(t, w.URL(p.key)+f.path)
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != mediaTypes[f.format] {
			t.Fatalf("status %d, type %q", res.StatusCode, res.Header.Get("Content-Type"))
		}
		if f.format == listing {
			return
		}
		if f.format != jsonFeed {
			if err := wellFormed(body); err != nil {
				t.Error(err)
			}
		}
		parsed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			t.Fatal(err)
		}
		stories := w.listed(p, f)
		if len(parsed.Items) != len(stories) || len(stories) == 0 {
			t.Fatalf("%d items, want %d and some", len(parsed.Items), len(stories))
		}
		for i, item := range parsed.Items {
			if s := stories[i]; item.Link != p.link(w.StoryURL(s)) || !item.PublishedParsed.Equal(s.Published) {
				t.Errorf("item %d is %s of %s, want %s of %s", i, item.Link, item.PublishedParsed, w.StoryURL(s), s.Published)
			}
			if !f.escaped && item.Title != stories[i].Title {
				t.Errorf("title %q, want %q", item.Title, stories[i].Title)
			}
			if f.full && item.Content == "" {
				t.Errorf("%s has no content", item.Link)
			}
		}
	})
}

func TestConditionalRequests(t *testing.T) {
	w := startStill(t)
	eachFeed(t, w, func(t *testing.T, p *publisher, f feed) {
		first, body := get(t, w.URL(p.key)+f.path)
		etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		if (etag != "") != p.validators.etag() || (modified != "") != p.validators.lastModified() {
			t.Fatalf("ETag %q and Last-Modified %q are not what was promised", etag, modified)
		}
		again, same := get(t, w.URL(p.key)+f.path, "If-None-Match", etag, "If-Modified-Since", modified)
		want := http.StatusNotModified
		if p.validators == noValidators {
			want = http.StatusOK
		}
		if again.StatusCode != want {
			t.Errorf("second answer is %d, want %d", again.StatusCode, want)
		}
		if want == http.StatusOK && same != body {
			t.Error("the same feed has other bytes the second time")
		}
	})
}

func TestCompressedOnRequest(t *testing.T) {
	w := startStill(t)
	plain, _ := get(t, w.URL("meridian")+"/feed", "Accept-Encoding", "identity")
	packed, _ := get(t, w.URL("meridian")+"/feed", "Accept-Encoding", "gzip")
	if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("encodings %q and %q", plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
	}
}

func TestTimeGoesOn(t *testing.T) {
	w := startStill(t)
	before := len(w.Stories())
	first, _ := get(t, w.URL("harbour-post")+"/feeds/front.xml")
	w.Advance(10 * time.Minute)
	res, body := get(t, w.URL("harbour-post")+"/feeds/front.xml", "If-None-Match", first.Header.Get("ETag"))
	if res.StatusCode != http.StatusOK {
		t.Fatalf("status %d after ten minutes, want 200", res.StatusCode)
	}
	for _, want := range []string{"Merrow Star pulled free", "All 214 taken off ferry aground at Gull Point"} {
		if !strings.Contains(body, want) {
			t.Errorf("after ten minutes %q is not in the feed", want)
		}
	}
	if w.Advance(time.Hour); len(w.Stories()) < before+15 {
		t.Errorf("%d stories became %d", before, len(w.Stories()))
	}
	if !w.Now().Equal(noon.Add(70 * time.Minute)) {
		t.Errorf("clock says %s", w.Now())
	}
}

func TestClockRuns(t *testing.T) {
	w, err := Start(t.Context(), Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	time.Sleep(time.Millisecond)
	if !w.Now().After(noon) {
		t.Errorf("clock stands at %s", w.Now())
	}
}

func TestPublish(t *testing.T) {
	w := startStill(t)
	err := w.Publish(Story{Publisher: "wire-nine", Title: "Extra: news on a {day}", Blocks: []Block{{Text: "Short."}}})
	if err != nil {
		t.Fatal(err)
	}
	_, body := get(t, w.URL("wire-nine")+"/atom")
	if !strings.Contains(body, "<title>Extra: news on a Wednesday</title>") || !strings.Contains(body, "<summary>Short.</summary>") {
		t.Errorf("not in the feed: %.800s", body)
	}
	if w.Publish(Story{Publisher: "nobody", Title: "x"}) == nil {
		t.Error("a story of an unknown publisher was taken")
	}
	count := len(w.Stories())
	if w.Publish(Story{Publisher: "wire-nine", Slug: "extra-news-on-a-day", Title: "Extra, corrected"}); len(w.Stories()) != count {
		t.Error("the same slug made a second story")
	}
}

func TestStoriesServed(t *testing.T) {
	w := startStill(t)
	w.Advance(time.Hour)
	for _, s := range w.Stories() {
		res, body := get(t, w.StoryURL(s))
		if res.StatusCode != http.StatusOK || !strings.Contains(body, `<div class="article-body">`) {
			t.Errorf("%s: status %d", w.StoryURL(s), res.StatusCode)
		}
		if err := wellFormed("<div>" + w.bodyHTML(s) + "</div>"); err != nil {
			t.Errorf("%s: %v", w.StoryURL(s), err)
		}
		if strings.Contains(body, "{day") {
			t.Errorf("%s: a day was not filled in", w.StoryURL(s))
		}
		paragraphs := strings.Count(w.bodyHTML(s), "<p>")
		if paragraphs == 0 {
			t.Errorf("%s: no text", w.StoryURL(s))
		}
	}
	if res, _ := get(t, w.URL("meridian")+"/markets/2026/03/04/no-such"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown story is %d", res.StatusCode)
	}
}

func TestEvents(t *testing.T) {
	w := startStill(t)
	wide, tongues := 0, make(map[string]bool)
	for event, addresses := range w.Events() {
		hosts := make(map[string]bool)
		for _, a := range addresses {
			for i := range publishers {
				if strings.HasPrefix(a, w.URL(publishers[i].key)+"/") {
					hosts[publishers[i].key] = true
					if event == "ferry" {
						tongues[publishers[i].language] = true
					}
				}
			}
		}
		if len(hosts) >= 4 {
			wide++
		}
	}
	if wide < 5 || len(tongues) < 5 {
		t.Errorf("%d events have four publishers, the ferry is told in %d languages", wide, len(tongues))
	}
}

func TestWireCopies(t *testing.T) {
	w := startStill(t)
	original, _ := w.find("wire-nine", "dock-strike-off")
	for _, key := range []string{"harbour-post/dock-deal", "evening-lantern/dock-pact", "inland-observer/strike-over"} {
		publisher, slug, _ := strings.Cut(key, "/")
		reprint, ok := w.find(publisher, slug)
		if !ok || reprint.Title == original.Title || reprint.Event != original.Event {
			t.Fatalf("%s is no reprint: %+v", key, reprint)
		}
		shared := 0
		for _, b := range reprint.Blocks {
			if slices.ContainsFunc(original.Blocks, func(o Block) bool { return o.Text == b.Text }) {
				shared++
			}
		}
		if shared < 4 || shared == len(original.Blocks) {
			t.Errorf("%s shares %d of %d paragraphs, want most but not all", key, shared, len(original.Blocks))
		}
	}
}

func TestOneStoryInManyFeeds(t *testing.T) {
	w := startStill(t)
	address := w.URL("harbour-post") + "/city/2026/03/04/ferry-aground"
	for _, source := range []string{
		w.URL("harbour-post") + "/feeds/front.xml", w.URL("harbour-post") + "/feeds/city.xml", w.URL("coast-digest") + "/index.xml",
	} {
		if _, body := get(t, source); !strings.Contains(body, "<link>"+address+"</link>") {
			t.Errorf("%s does not list %s", source, address)
		}
	}
}

func TestOddities(t *testing.T) {
	w := startStill(t)
	t.Run("moved", func(t *testing.T) {
		res, _ := get(t, w.URL("evening-lantern")+"/rss")
		if res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "/feeds/all.atom" {
			t.Errorf("%d to %q", res.StatusCode, res.Header.Get("Location"))
		}
	})
	t.Run("down", func(t *testing.T) {
		if res, err := http.Get(w.URL("north-quay-radio") + "/news.rss"); err == nil {
			t.Errorf("answered %d", res.StatusCode)
		}
	})
	t.Run("tracking", func(t *testing.T) {
		if _, body := get(t, w.URL("gaceta-del-muelle")+"/rss/portada.xml"); !strings.Contains(body, "/presa-orrin?utm_source=rss&amp;") {
			t.Error("links bear no tracking parameters")
		}
	})
	t.Run("escaped titles", func(t *testing.T) {
		if _, body := get(t, w.URL("touchline")+"/rss.xml"); !strings.Contains(body, "rated &amp;amp; who") {
			t.Error("titles are not escaped twice")
		}
	})
	t.Run("robots", func(t *testing.T) {
		if _, body := get(t, w.URL("meridian")+"/robots.txt"); body != "User-agent: *\nDisallow: /members/\n" {
			t.Errorf("%q", body)
		}
	})
}

func TestRequestsLogged(t *testing.T) {
	w := startStill(t)
	get(t, w.URL("tidepool")+"/feed.json?x=1", "If-None-Match", `"abc"`, "User-Agent", "reader/1")
	asked := w.Requests()
	if len(asked) != 1 {
		t.Fatalf("%d requests logged", len(asked))
	}
	r := asked[0]
	if r.Publisher != "tidepool" || r.Path != "/feed.json?x=1" || r.Status != 200 || r.Bytes == 0 || r.Header.Get("If-None-Match") != `"abc"` {
		t.Errorf("logged %+v", r)
	}
}

func TestSourcesYAML(t *testing.T) {
	w := startStill(t)
	var file struct {
		Defaults map[string]any
		Sources  []struct {
			Name, URL, Publisher, Kind string
			Tags                       []string
			Select                     map[string]string
		}
	}
	if err := yaml.Unmarshal(w.SourcesYAML(), &file); err != nil {
		t.Fatal(err)
	}
	names, makers := make(map[string]bool), make(map[string]bool)
	for _, s := range file.Sources {
		names[s.Name], makers[s.Publisher] = true, true
		if s.URL == "" || len(s.Tags) == 0 || (s.Kind == "page") != (s.Select["item"] != "") {
			t.Errorf("source %+v", s)
		}
	}
	if len(names) != len(file.Sources) || len(makers) != len(publishers) {
		t.Errorf("%d names of %d sources, %d publishers of %d", len(names), len(file.Sources), len(makers), len(publishers))
	}
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Start(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	w.serving.Wait()
	if res, err := http.Get(w.URL("meridian") + "/feed"); err == nil {
		t.Errorf("still answers: %d", res.StatusCode)
	}
	w.Close()
}

func TestPortIsKept(t *testing.T) {
	first, err := Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if !strings.HasPrefix(first.URL("touchline"), "http://127.0.0.20:") {
		t.Skip("this system has one loopback address only")
	}
	port := first.places["touchline"].listener.Addr().String()
	if _, err := Start(t.Context(), Options{Port: mustPort(t, port)}); err == nil {
		t.Error("two worlds took the same port")
	}
}
