package news

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2024, 5, 12, 12, 0, 0, 0, time.UTC)

// identify is Identify for a listing of these items and no more.
func identify(items ...Item) []Identity {
	return Identify("wire", &Listing{Link: "https://news.example/", Items: items})
}

// Two items of one listing: are they one story?
func TestIdentifyWithinOneListing(t *testing.T) {
	const show, other = "https://news.example/show", "https://news.example/2"
	later := noon.Add(time.Hour)
	tests := []struct {
		why  string
		a, b Item
		same bool
	}{
		{"same guid and link", Item{GUID: "1", URL: other, Title: "A"}, Item{GUID: "1", URL: other, Title: "A, corrected"}, true},
		{"same link and title, no guid", Item{URL: other, Title: "A"}, Item{URL: other, Title: " a\n"}, true},
		{"same link but for the way here", Item{URL: other, Title: "A"}, Item{URL: "http://www.news.example/2/?utm_source=rss#c", Title: "A"}, true},
		{"same link, title and date, two guids", Item{GUID: "1", URL: other, Title: "A", Published: noon}, Item{GUID: "2", URL: other, Title: "A", Published: noon}, true},
		{"same link and title, one guid", Item{GUID: "1", URL: other, Title: "A"}, Item{URL: other, Title: "A"}, true},
		{"same title and date, nothing else", Item{Title: "A", Published: noon}, Item{Title: "A", Published: noon}, true},

		{"different links", Item{URL: show, Title: "A"}, Item{URL: other, Title: "A"}, false},
		{"one page, different titles", Item{URL: show, Title: "A"}, Item{URL: show, Title: "B"}, false},
		{"one page, different guids and titles", Item{GUID: "1", URL: show, Title: "A"}, Item{GUID: "2", URL: show, Title: "B"}, false},
		{"one page, bulletins of one title", Item{GUID: "1", URL: show, Title: "News", Published: noon}, Item{GUID: "2", URL: show, Title: "News", Published: later}, false},
		{"one page, two guids, no dates", Item{GUID: "1", URL: show, Title: "News"}, Item{GUID: "2", URL: show, Title: "News"}, false},
		{"one page, one title, other hour, no guid", Item{URL: show, Title: "News", Published: noon}, Item{URL: show, Title: "News", Published: later}, false},
		{"one page, no titles", Item{GUID: "1", URL: show}, Item{GUID: "2", URL: show}, false},
		{"one page, no titles, other text", Item{URL: show, Summary: "a"}, Item{URL: show, Summary: "b"}, false},
		{"places in one page", Item{URL: show + "#1", Title: "A"}, Item{URL: show + "#2", Title: "B"}, false},
		{"home page", Item{GUID: "1", URL: "https://news.example", Title: "A"}, Item{GUID: "2", URL: "https://news.example", Title: "B"}, false},
		{"home page, no guid", Item{URL: "https://other.example/", Title: "A"}, Item{URL: "https://other.example/", Title: "B"}, false},
		{"one guid, different links", Item{GUID: "1", URL: show, Title: "A"}, Item{GUID: "1", URL: other, Title: "B"}, false},
		{"one guid, different links, one title", Item{GUID: "1", URL: show, Title: "A"}, Item{GUID: "1", URL: other, Title: "A"}, false},
		{"one guid, no links, different titles", Item{GUID: "1", Title: "A"}, Item{GUID: "1", Title: "B"}, false},
		{"one guid, one link", Item{GUID: "1", URL: show, Title: "A"}, Item{GUID: "1", Title: "A"}, false},
		{"nothing but a title, other hour", Item{Title: "A", Published: noon}, Item{Title: "A", Published: later}, false},
		{"nothing but text", Item{Summary: "a"}, Item{Summary: "b"}, false},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			ids := identify(test.a, test.b)
			if got := ids[0].Same(ids[1]); got != test.same {
				t.Errorf("one story: %v, want %v\n%+v\n%+v", got, test.same, ids[0], ids[1])
			}
			checkIdentities(t, ids, 2)
		})
	}
}

// An item and what becomes of it in another scan, or in another source.
func TestIdentifyFromScanToScan(t *testing.T) {
	base := Item{GUID: "g1", URL: "https://news.example/2024/05/first-slug", Title: "First title", Published: noon}
	with := func(change func(*Item)) Item {
		it := base
		change(&it)
		return it
	}
	tests := []struct {
		why       string
		source    string
		a, b      Item
		url, guid bool // which key is the same
	}{
		{"nothing changed", "wire", base, base, true, true},
		{"new slug", "wire", base, with(func(it *Item) { it.URL = "https://news.example/2024/05/second-slug" }), false, true},
		{"new host", "wire", base, with(func(it *Item) { it.URL = "https://example.net/2024/05/first-slug" }), false, true},
		{"http to https", "wire", with(func(it *Item) { it.URL = strings.Replace(it.URL, "https", "http", 1) }), base, true, true},
		{"new title", "wire", base, with(func(it *Item) { it.Title = "Other title" }), true, true},
		{"new guid at every scan", "wire", base, with(func(it *Item) { it.GUID = "g2" }), true, false},
		{"guid goes away", "wire", base, with(func(it *Item) { it.GUID = "" }), true, false},
		{"other source, other guid", "desk", base, with(func(it *Item) { it.GUID = "9" }), true, false},
		{"other source, same guid, other link", "desk", base, with(func(it *Item) { it.URL = "https://example.net/1" }), false, false},
		{"guid is the permalink, link comes later", "wire", Item{GUID: base.URL, Title: "A"}, Item{GUID: base.URL, URL: base.URL, Title: "A"}, true, true},
		{"guid is the permalink, link is none", "wire", Item{GUID: base.URL, URL: "mailto:desk@news.example"}, base, true, false},
		{"neither, same title and date", "wire", Item{Title: "A  b", Published: noon}, Item{Title: "a B", Published: noon}, false, true},
		{"neither, same title without date", "wire", Item{Title: "A"}, Item{Title: "A"}, false, true},
		{"neither, other date", "wire", Item{Title: "A", Published: noon}, Item{Title: "A", Published: noon.Add(time.Second)}, false, false},
		{"neither, other zone", "wire", Item{Title: "A", Published: noon}, Item{Title: "A", Published: noon.In(time.FixedZone("IST", 19800))}, false, true},
		{"neither, other source", "desk", Item{Title: "A", Published: noon}, Item{Title: "A", Published: noon}, false, false},
		{"no title either: the text", "wire", Item{Summary: "<p>a</p>"}, Item{Summary: "<p>a</p>"}, false, true},
		{"a guid that reads like a title", "wire", Item{GUID: "A"}, Item{Title: "A"}, false, false},
		{"listing's own page", "wire", Item{GUID: "1", URL: "https://news.example/"}, Item{GUID: "2", URL: "https://news.example/"}, false, false},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			a := identify(test.a)[0]
			b := Identify(test.source, &Listing{Items: []Item{test.b}})[0]
			if same := a.URL == b.URL && !a.URL.IsZero(); same != test.url {
				t.Errorf("same URL key: %v, want %v (%q, %q)", same, test.url, a.Canonical, b.Canonical)
			}
			if same := a.GUID == b.GUID && !a.GUID.IsZero(); same != test.guid {
				t.Errorf("same GUID key: %v, want %v", same, test.guid)
			}
		})
	}
}

func TestIdentifyPages(t *testing.T) {
	item := Item{GUID: "1", URL: "https://news.example/live", Title: "A"}
	tests := []struct {
		why     string
		listing Listing
		urls    string // "1" where an item keeps its address
	}{
		{"one item keeps it", Listing{Items: []Item{item}}, "1"},
		{"front page of a site", Listing{Items: []Item{{GUID: "1", URL: "https://www.other.example", Title: "A"}}}, "0"},
		{"front page with a parameter", Listing{Items: []Item{{GUID: "1", URL: "https://www.other.example/?p=7", Title: "A"}}}, "1"},
		{"the listing's page", Listing{Link: "http://www.news.example/live/", Items: []Item{item}}, "0"},
		{"the listing itself", Listing{Self: "https://news.example/live", Items: []Item{item}}, "0"},
		{"the listing's page is no address", Listing{Link: "live", Items: []Item{item}}, "1"},
		{"several of many", Listing{Items: []Item{
			item, {GUID: "2", URL: item.URL, Title: "B"}, {GUID: "3", URL: "https://news.example/3", Title: "C"}}}, "001"},
		{"twice one and once another", Listing{Items: []Item{item, item, {GUID: "2", URL: item.URL, Title: "B"}}}, "000"},
		{"three times one", Listing{Items: []Item{item, item, item}}, "111"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			ids := Identify("wire", &test.listing)
			checkIdentities(t, ids, len(test.listing.Items))
			got := ""
			for _, id := range ids {
				if id.URL.IsZero() {
					got += "0"
				} else {
					got += "1"
				}
			}
			if got != test.urls {
				t.Errorf("addresses kept: %s, want %s", got, test.urls)
			}
		})
	}
}

func TestIdentifyOfNothing(t *testing.T) {
	if ids := Identify("wire", nil); len(ids) != 0 {
		t.Errorf("nil listing: %v", ids)
	}
	if ids := identify(); len(ids) != 0 {
		t.Errorf("empty listing: %v", ids)
	}
	if (Identity{}).Same(Identity{}) {
		t.Error("two items without keys are taken for one")
	}
}

func TestKeyString(t *testing.T) {
	if s := (Key{}).String(); s != "" {
		t.Errorf("zero key is %q", s)
	}
	if s := (Key{0xab, 1}).String(); s != "ab010000000000000000000000000000" {
		t.Errorf("key is %q", s)
	}
}

// Keys lie in databases: another way to make them needs a migration.
func TestKeysStayTheSame(t *testing.T) {
	ids := identify(Item{URL: "https://news.example/2026/a-story", GUID: "a-1"}, Item{Title: "No address"})
	for want, got := range map[string]Key{
		"28184543ef210064aea3a7ad7be0fb42": ids[0].URL,
		"9b2a2c61f7d307372a4addef4deca3f0": ids[0].GUID,
		"9b2a31a3b44f85756fa44e7d337fc358": ids[1].GUID,
	} {
		if got.String() != want {
			t.Errorf("key %s, want %s", got, want)
		}
	}
}

// The keys of one listing lie side by side; what lies behind the place tells
// them apart.
func TestKeysBeginWithTheirPlace(t *testing.T) {
	place := func(k Key) string { return string(k[:placeBytes]) }
	one := func(source, url, guid string) Identity {
		return Identify(source, &Listing{Items: []Item{{URL: url, GUID: guid, Title: "A title"}}})[0]
	}
	a := one("A", "https://news.example/1", "1")
	for name, test := range map[string]struct {
		x, y Key
		same bool
	}{
		"addresses of one host":      {a.URL, one("A", "https://news.example/2", "2").URL, true},
		"of one host by two sources": {a.URL, one("B", "https://news.example/3", "3").URL, true},
		"of two hosts":               {a.URL, one("A", "https://other.example/1", "1").URL, false},
		"of two ports":               {a.URL, one("A", "https://news.example:8443/1", "1").URL, false},
		"guids of one source":        {a.GUID, one("A", "https://other.example/2", "2").GUID, true},
		"guids of two sources":       {a.GUID, one("B", "https://news.example/1", "1").GUID, false},
		"guid and title":             {a.GUID, one("A", "", "").GUID, true},
	} {
		if (place(test.x) == place(test.y)) != test.same {
			t.Errorf("%s: %s and %s", name, test.x, test.y)
		}
		if bytes.Equal(test.x.Hash(), test.y.Hash()) {
			t.Errorf("%s: both are %x", name, test.x.Hash())
		}
	}
}

// 50,000 items with one guid must neither become one story nor take long.
func TestIdentifyManyOfOneGUID(t *testing.T) {
	items := make([]Item, 50_000)
	for i := range items {
		items[i] = Item{GUID: "1", URL: fmt.Sprintf("https://news.example/%d", i/2), Title: "A"}
	}
	ids := identify(items...)
	distinct := make(map[Key]bool)
	for _, id := range ids {
		if !id.GUID.IsZero() {
			t.Fatal("a guid that items with different links share is trusted")
		}
		distinct[id.URL] = true
	}
	if len(distinct) != len(items)/2 {
		t.Errorf("%d stories out of %d items listed twice", len(distinct), len(items)/2)
	}
}

// checkIdentities holds what is true of the identities of every listing.
func checkIdentities(t *testing.T, ids []Identity, items int) {
	t.Helper()
	if len(ids) != items {
		t.Fatalf("%d identities of %d items", len(ids), items)
	}
	owner := make(map[Key]string)
	for i, id := range ids {
		if id.URL.IsZero() && id.GUID.IsZero() {
			t.Errorf("item %d has no key", i)
		}
		if id.URL.IsZero() != (id.Canonical == "") {
			t.Errorf("item %d: key %v of %q", i, id.URL, id.Canonical)
		}
		// One guid key with two addresses would make a story out of two.
		if canonical, seen := owner[id.GUID]; seen && !id.GUID.IsZero() && canonical != id.Canonical {
			t.Errorf("item %d: one guid key for %q and %q", i, canonical, id.Canonical)
		}
		owner[id.GUID] = id.Canonical
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("g", "https://news.example/1", "A", "g", "https://news.example/1", "B", int64(0), uint8(3))
	f.Add("", "", "", "", "", "", int64(1), uint8(0))
	f.Add("https://news.example/1", "", "A", "1", "https://news.example", "A", int64(1<<40), uint8(7))
	f.Add("1", "http://a.example/", "\x00", "1", "https://a.example/b", "\xff", int64(-1), uint8(255))
	f.Fuzz(func(t *testing.T, guidA, urlA, titleA, guidB, urlB, titleB string, unix int64, pattern uint8) {
		kinds := []Item{
			{GUID: guidA, URL: urlA, Title: titleA, Published: time.Unix(unix, 0)},
			{GUID: guidB, URL: urlB, Title: titleB},
			{GUID: guidA, URL: urlB, Title: titleA},
			{URL: urlA, Title: titleB, Summary: titleA},
		}
		l := &Listing{Link: urlB}
		for i := range 8 {
			l.Items = append(l.Items, kinds[(int(pattern)>>i+i)%len(kinds)])
		}
		ids := Identify("wire", l)
		checkIdentities(t, ids, len(l.Items))
		again := Identify("wire", l)
		for i := range ids {
			if ids[i] != again[i] {
				t.Errorf("item %d: %+v, then %+v", i, ids[i], again[i])
			}
			for j := range ids[:i] {
				a, b := l.Items[i], l.Items[j]
				if a.GUID == b.GUID && a.URL == b.URL && a.Title == b.Title && a.Published.Equal(b.Published) && a.Summary == b.Summary && ids[i] != ids[j] {
					t.Errorf("items %d and %d are equal, their identities are not", i, j)
				}
			}
		}
		StillSame(urlA, titleA, kinds[1])
		if !StillSame(urlA, titleA, kinds[0]) {
			t.Errorf("an item is no longer itself: %q %q", urlA, titleA)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	l := &Listing{Link: "https://www.news.example/"}
	for i := range 30 {
		l.Items = append(l.Items, Item{
			GUID:      fmt.Sprintf("https://www.news.example/?p=%d", 68_000+i),
			URL:       fmt.Sprintf("https://www.news.example/world/ministers-agree-on-treaty-%d/?utm_source=rss", 68_000+i),
			Title:     "Ministers agree on a new water treaty",
			Published: noon,
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		Identify("wire", l)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(l.Items)), "ns/item")
}
