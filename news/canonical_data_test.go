package news

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// dataRoot holds real addresses with titles, for measurement alone. It is not
// part of the project: the tests that read it skip where it is missing.
const dataRoot = "../../shared/data"

// dataLink is an address and what its publisher, or the page that links to it,
// calls it.
type dataLink struct {
	set, id, url, title string // id is the guid in feeds
}

func skipWithoutData(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(dataRoot); err != nil {
		t.Skipf("no measurement data at %s: %v", dataRoot, err)
	}
}

// readLinks reads every address with a title that the data has.
func readLinks(t *testing.T) []dataLink {
	t.Helper()
	var links []dataLink
	for _, pattern := range []string{"coverage/*/items.jsonl", "pages/*.jsonl"} {
		files, err := filepath.Glob(filepath.Join(dataRoot, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			links = append(links, readJSONLines(t, file)...)
		}
	}
	err := filepath.WalkDir(filepath.Join(dataRoot, "feeds"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".jsonl" {
			links = append(links, readFeedLinks(t, path)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return links
}

func readJSONLines(t *testing.T, file string) []dataLink {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type link struct{ URL, Text, Title string }
	set := strings.TrimPrefix(filepath.ToSlash(file), dataRoot+"/")
	var out []dataLink
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var row struct {
			ID, URL, Title, Text      string
			Items, Expected, Optional []link
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			continue // a field of another type: not a set of links
		}
		if row.Title == "" {
			row.Title = row.Text
		}
		out = append(out, dataLink{set, row.ID, row.URL, row.Title})
		for _, l := range append(append(row.Items, row.Expected...), row.Optional...) {
			out = append(out, dataLink{set, "", l.URL, l.Title + l.Text})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// readFeedLinks reads titles and links of a feed as far as it can be read.
func readFeedLinks(t *testing.T, file string) []dataLink {
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	set := strings.TrimPrefix(filepath.ToSlash(file), dataRoot+"/")
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		var feed struct {
			Items []struct{ ID, URL, Title string }
		}
		if json.Unmarshal(body, &feed) != nil {
			return nil
		}
		var out []dataLink
		for _, it := range feed.Items {
			out = append(out, dataLink{set, it.ID, it.URL, it.Title})
		}
		return out
	}
	return readXMLLinks(set, body)
}

func readXMLLinks(set string, body []byte) []dataLink {
	type element struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
		Text string `xml:",chardata"`
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var out []dataLink
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "item" && start.Name.Local != "entry" {
			continue
		}
		var it struct {
			Titles []element `xml:"title"`
			Links  []element `xml:"link"`
			GUIDs  []element `xml:"guid"`
			IDs    []element `xml:"id"`
		}
		if err := d.DecodeElement(&it, &start); err != nil {
			return out
		}
		link := dataLink{set: set}
		for _, title := range it.Titles[:min(1, len(it.Titles))] {
			link.title = title.Text
		}
		for _, id := range append(it.GUIDs, it.IDs...) {
			link.id = strings.TrimSpace(id.Text)
		}
		for _, l := range it.Links {
			if link.url == "" && (l.Rel == "" || l.Rel == "alternate") {
				link.url = strings.TrimSpace(l.Href + l.Text)
			}
		}
		out = append(out, link)
	}
}

// plainTitle leaves the letters and digits of a title.
func plainTitle(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// rewritten are addresses of one article that the data has under two
// headlines: true twins that the titles do not show.
var rewritten = map[string]string{
	"https://news.com.au/technology/gaming/flappy-bird-creator-says-that-the-game-could-make-a-comeback/story-fn81y8rt-1226852239619": "the publisher rewrote the headline; the feed's link has ?from=public_rss",
	"https://edsource.org/topic/math-and-science": "one section, linked as Math & Science and as Math and Science",
}

// merged is what one canonical form was made of.
type merged struct {
	raw    map[string]bool // addresses
	titles map[string]bool // plain
	sets   map[string]bool
}

func mergeLinks(links []dataLink) (map[string]*merged, int) {
	by, raws := make(map[string]*merged), make(map[string]bool)
	for _, l := range links {
		canonical, err := Canonical(l.url)
		if err != nil || isHome(canonical) || isReserved(canonical) {
			continue
		}
		m := by[canonical]
		if m == nil {
			m = &merged{make(map[string]bool), make(map[string]bool), make(map[string]bool)}
			by[canonical] = m
		}
		raws[l.url], m.raw[l.url], m.sets[l.set] = true, true, true
		m.titles[plainTitle(l.title)] = true
	}
	return by, len(raws)
}

// isReserved tells whether an address is on a domain that is reserved for
// examples (RFC 2606): hand-written test feeds reuse those for anything.
func isReserved(canonical string) bool {
	publisher := Publisher(canonical)
	return strings.HasPrefix(publisher, "example.") || publisher == "" || !strings.Contains(publisher, ".")
}

// placesInOnePage tells whether addresses differ in their fragment alone. They
// are one page; what keeps its items apart is Identify.
func (m *merged) placesInOnePage() bool {
	pages := make(map[string]bool)
	for raw := range m.raw {
		page, _, _ := strings.Cut(raw, "#")
		pages[page] = true
	}
	return len(pages) == 1
}

func TestCanonicalMergesOnlyTwins(t *testing.T) {
	skipWithoutData(t)
	links := readLinks(t)
	by, raws := mergeLinks(links)
	var pairs, sameTitle, places, known int
	for canonical, m := range by {
		if len(m.raw) < 2 {
			continue
		}
		pairs += len(m.raw) - 1
		switch {
		case len(m.titles) == 1:
			sameTitle += len(m.raw) - 1
		case m.placesInOnePage():
			places += len(m.raw) - 1
		case rewritten[canonical] != "":
			known += len(m.raw) - 1
		default:
			t.Errorf("different articles became one: %s\n%q\n%q", canonical, keys(m.raw), keys(m.titles))
		}
	}
	t.Logf("%d different addresses of %d links became %d keys; %d merged: %d with one title, %d places in one page, %d known twins",
		raws, len(links), len(by), pairs, sameTitle, places, known)
	if raws < 5_000 || sameTitle < 3 || known != len(rewritten) {
		t.Errorf("the data does not show what it did: %d addresses, %d with one title, %d known twins", raws, sameTitle, known)
	}
}

func keys(set map[string]bool) []string {
	var out []string
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// No two items of one real feed with different titles may become one story.
func TestIdentifyKeepsRealFeedsApart(t *testing.T) {
	skipWithoutData(t)
	feeds := make(map[string][]dataLink)
	for _, l := range readLinks(t) {
		if strings.HasPrefix(l.set, "feeds/") {
			feeds[l.set] = append(feeds[l.set], l)
		}
	}
	items, repeated := 0, 0
	for name, links := range feeds {
		listing := &Listing{}
		for _, l := range links {
			listing.Items = append(listing.Items, Item{GUID: l.id, URL: l.url, Title: l.title})
		}
		ids := Identify(name, listing)
		items += len(ids)
		first := make(map[Key]int)
		for i, id := range ids {
			for _, key := range []Key{id.URL, id.GUID} {
				j, seen := first[key]
				if key.IsZero() || !seen {
					first[key] = i
					continue
				}
				repeated++
				one, other := links[j], links[i]
				sameGUIDAndLink := one.id != "" && one.id == other.id && one.url == other.url
				if plainTitle(one.title) != plainTitle(other.title) && !sameGUIDAndLink {
					t.Errorf("%s: one story out of %q and %q", name, one, other)
				}
			}
		}
	}
	t.Logf("%d items of %d feeds; %d keys repeated, all by items that are one", items, len(feeds), repeated)
	if items < 4_000 {
		t.Errorf("only %d items were read", items)
	}
}

// Every address in real pages keeps the properties of a canonical form.
func TestCanonicalOfRealLinks(t *testing.T) {
	skipWithoutData(t)
	raws, canonical := make(map[string]bool), make(map[string]bool)
	err := filepath.WalkDir(filepath.Join(dataRoot, "pages/html"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".gz") {
			return err
		}
		for _, raw := range pageLinks(t, path) {
			if raws[raw] {
				continue
			}
			raws[raw] = true
			checkCanonical(t, raw)
			if key, err := Canonical(raw); err == nil {
				canonical[key] = true
			}
		}
		return nil
	})
	if err != nil || len(raws) < 10_000 {
		t.Fatalf("%d links: %v", len(raws), err)
	}
	t.Logf("%d different addresses became %d keys", len(raws), len(canonical))
}

func pageLinks(t *testing.T, file string) []string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(z, 16<<20)) // as much as can be read
	base := &url.URL{}
	if i := bytes.Index(body, []byte(`rel="canonical" href="`)); i >= 0 {
		if u, err := url.Parse(quoted(body[i+len(`rel="canonical" href=`):])); err == nil {
			base = u
		}
	}
	var out []string
	for {
		_, after, found := bytes.Cut(body, []byte("href="))
		if !found {
			return out
		}
		body = after
		u, err := base.Parse(quoted(after))
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			out = append(out, u.String())
		}
	}
}

// quoted returns the text of the attribute value that body begins with.
func quoted(body []byte) string {
	if len(body) == 0 || body[0] != '"' && body[0] != '\'' {
		return ""
	}
	value, _, _ := bytes.Cut(body[1:min(len(body), maxURL)], body[:1])
	return strings.TrimSpace(html.UnescapeString(string(value)))
}
