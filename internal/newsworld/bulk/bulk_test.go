package bulk

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/mmcdole/gofeed"
)

// sample is one generator for the tests that need no other.
var sample = sync.OnceValue(func() *generator { return newGenerator(1, 250, 8080) })

func start(t *testing.T, o Options) *World {
	t.Helper()
	w, err := Start(t.Context(), o)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(w.Close)
	return w
}

func fetch(t *testing.T, url string, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func setMode(t *testing.T, w *World, mode Mode) Counts {
	t.Helper()
	var c Counts
	if err := json.NewDecoder(fetch(t, w.Control()+"?set="+string(mode)).Body).Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSameOptionsSameBytes(t *testing.T) {
	a, b := sample(), newGenerator(1, 250, 8080)
	other := newGenerator(2, 250, 8080)
	for source := range 3 {
		if !bytes.Equal(a.feed(source, 0), b.feed(source, 0)) {
			t.Errorf("source %d differs between two runs", source)
		}
		if bytes.Equal(a.feed(source, 0), other.feed(source, 0)) {
			t.Errorf("source %d does not depend on the seed", source)
		}
	}
}

// What the benchmark rests on: thirty items of 2 to 4 KB a feed, 124
// KB a feed, 35 KB of it compressed.
func TestSizes(t *testing.T) {
	g := sample()
	const feeds = 10
	decoded, compressed, outside := 0, 0, 0
	for source := range feeds {
		p := g.pack(source, 0)
		decoded += p.size
		compressed += len(p.gzip)
		for n := range ItemsEach {
			if size := len(g.item(source, n).html); size < 2048 || size > 4096 {
				outside++
			}
		}
	}
	if mean := decoded / feeds; mean < 120_000 || mean > 128_000 {
		t.Errorf("a feed has %d bytes", mean)
	}
	if mean := compressed / feeds; mean < 32_000 || mean > 38_000 {
		t.Errorf("a compressed feed has %d bytes", mean)
	}
	if outside > feeds*ItemsEach/50 {
		t.Errorf("%d of %d items are not of 2 to 4 KB", outside, feeds*ItemsEach)
	}
}

func TestFeedsReadBack(t *testing.T) {
	g := sample()
	seen := make(map[string]bool)
	atoms := 0
	for source := range 9 {
		parsed, err := gofeed.NewParser().Parse(bytes.NewReader(g.feed(source, 0)))
		if err != nil {
			t.Fatal(err)
		}
		if parsed.FeedType == "atom" {
			atoms++
		}
		if len(parsed.Items) != ItemsEach {
			t.Fatalf("source %d has %d items", source, len(parsed.Items))
		}
		for i, got := range parsed.Items {
			want := g.item(source, ItemsEach-1-i)
			if got.Link != want.url || got.GUID != want.guid || got.Title != want.title || !got.PublishedParsed.Equal(want.published) {
				t.Fatalf("source %d item %d reads back as %s %s %s %s, want %+v", source, i, got.Link, got.GUID, got.Title, got.Published, want)
			}
			if strings.TrimSpace(got.Content) != strings.TrimSpace(want.html) {
				t.Fatalf("source %d item %d: content\n%q, want\n%q", source, i, got.Content, want.html)
			}
			if seen[got.Link] || seen[got.GUID] {
				t.Errorf("%s is there twice", got.Link)
			}
			seen[got.Link], seen[got.GUID] = true, true
		}
	}
	if atoms != 3 {
		t.Errorf("%d of 9 are Atom, want a third", atoms)
	}
}

func TestModes(t *testing.T) {
	w := start(t, Options{Sources: 20, Hosts: 5})
	first := make([]*http.Response, 20)
	for i, url := range w.URLs() {
		first[i] = fetch(t, url)
		io.Copy(io.Discard, first[i].Body)
	}
	if c := setMode(t, w, Validators); c.OK != 20 || c.Unchanged != 0 || c.Sent == 0 {
		t.Errorf("counted %+v", c)
	}
	ask := func(i int) *http.Response {
		return fetch(t, w.URLs()[i], "If-None-Match", first[i].Header.Get("ETag"))
	}
	for mode, want := range map[Mode]Counts{
		Validators: {Unchanged: 20},
		Tenth:      {Unchanged: 18, OK: 2},
		Plain:      {OK: 20},
	} {
		setMode(t, w, mode)
		for i := range 20 {
			res := ask(i)
			if mode == Plain && (res.Header.Get("ETag") != "" || res.Header.Get("Last-Modified") != "") {
				t.Error("plain answers bear validators")
			}
		}
		if c := setMode(t, w, mode); c.OK != want.OK || c.Unchanged != want.Unchanged {
			t.Errorf("%s: %+v, want %+v", mode, c, want)
		}
	}
	if res := fetch(t, w.Control()+"?set=fast"); res.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown mode is %d", res.StatusCode)
	}
}

func TestTenthHasTwoNewItems(t *testing.T) {
	w := start(t, Options{Sources: 10, Hosts: 1})
	links := func() map[string]bool {
		out := make(map[string]bool)
		for _, url := range w.URLs() {
			parsed, err := gofeed.NewParser().Parse(fetch(t, url).Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range parsed.Items {
				out[it.Link] = true
			}
		}
		return out
	}
	all := func(fresh bool) (urls []string) {
		w.Stories(fresh, func(url string) { urls = append(urls, url) })
		return urls
	}
	before := links()
	setMode(t, w, Tenth)
	fresh := 0
	for link := range links() {
		if !before[link] {
			fresh++
			before[link] = true
		}
	}
	if fresh != newEach || len(all(false)) != 300 || len(all(true)) != 302 {
		t.Errorf("%d new items; %d and %d stories promised", fresh, len(all(false)), len(all(true)))
	}
	for _, url := range all(true) {
		if !before[url] {
			t.Errorf("%s was promised and not listed", url)
		}
	}
}

func TestPlainEncoding(t *testing.T) {
	w := start(t, Options{Sources: 1, Hosts: 1})
	packed, err := io.ReadAll(fetch(t, w.URLs()[0], "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	open, err := io.ReadAll(fetch(t, w.URLs()[0], "Accept-Encoding", "identity").Body)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(unpacked, open) {
		t.Errorf("compressed and plain differ: %v", err)
	}
	if decoded, compressed := w.Size(); decoded != int64(len(open)) || compressed != int64(len(packed)) {
		t.Errorf("Size says %d and %d", decoded, compressed)
	}
}

func TestSourcesYAML(t *testing.T) {
	w := start(t, Options{Sources: 12, Hosts: 3})
	var buf bytes.Buffer
	if err := w.WriteSourcesYAML(&buf); err != nil {
		t.Fatal(err)
	}
	var file struct{ Sources []struct{ Name, URL string } }
	if err := yaml.Unmarshal(buf.Bytes(), &file); err != nil {
		t.Fatal(err)
	}
	for i, url := range w.URLs() {
		if file.Sources[i].URL != url {
			t.Errorf("source %d is %q, want %q", i, file.Sources[i].URL, url)
		}
	}
}

func TestUnknownPaths(t *testing.T) {
	w := start(t, Options{Sources: 3, Hosts: 1})
	for _, path := range []string{"/", "/s3/feed.rss", "/s-1/feed.rss", "/s2/feed.rss", "/sx"} {
		if res := fetch(t, w.generator.host(0)+path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s is %d", path, res.StatusCode)
		}
	}
}
