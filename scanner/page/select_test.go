package page

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

var fetched = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// shopWindow is a page as sites without a feed have it, with what gets in the way.
const shopWindow = `<!doctype html><html lang="de-AT"><head><title>Kurier am Fluss</title><meta name=description content="Alles vom Fluss">
<meta property="og:image" content="/logo.png"></head><body>
<nav><a href="/politik">Politik</a></nav>
<article class=card><a class=tag href="/stadt">Stadt</a><h2><a class=story href="/2026/11/bruecke-gesperrt?utm_source=start">Brücke
 bis <b>Ostern</b> gesperrt</a></h2><p class=teaser>Ein Riss &lt;b&gt; &amp; mehr.<script>alert(1)</script></p><span class=wann title="21.11.2026 18:30">gestern</span>
<span class=von>Von Ina Weiß und Jo Ek</span><img data-src="/bild/bruecke.jpg" src="data:image/gif;base64,R0"></article>
<article class="card sponsored"><a href="https://shop.example/angebot">Jetzt kaufen</a></article>
<article class=card data-url="/2026/11/hafen"><a class=tag href="/hafen">Hafen</a><h2><a class=story href="/2026/11/hafen">Hafen öffnet wieder</a></h2>
<span class=wann>3. März 2026, 14:05</span><img srcset="/k.jpg 320w, /g.jpg 1200w, /m.jpg 640w"></article>
<article class=card><h2>Ohne Link</h2></article>
<article class=card><h2><a class=story href="/2026/11/bruecke-gesperrt?utm_source=box">Noch einmal: die Brücke</a></h2></article>
<a class=weiter href="?seite=2">Ältere</a></body></html>`

func TestReadListingBySelectors(t *testing.T) {
	full := news.Select{Item: "article.card", Link: "a.story", Title: "h2", Summary: "p.teaser", Author: ".von", Time: ".wann@title",
		TimeFormat: "02.01.2006 15:04", Image: "img", Remove: []string{".sponsored"}, Next: "a.weiter"}
	with := func(change func(*news.Select)) *news.Select {
		s := full
		change(&s)
		return &s
	}
	bridge := news.Item{URL: "https://fluss.example/2026/11/bruecke-gesperrt?utm_source=start", Title: "Brücke bis Ostern gesperrt",
		Summary: "Ein Riss &lt;b&gt; &amp; mehr.", Authors: []string{"Ina Weiß", "Jo Ek"},
		Published: time.Date(2026, 11, 21, 18, 30, 0, 0, time.UTC), Image: "https://fluss.example/bild/bruecke.jpg"}
	harbour := news.Item{URL: "https://fluss.example/2026/11/hafen", Title: "Hafen öffnet wieder", Image: "https://fluss.example/g.jpg"}
	for name, test := range map[string]struct {
		sel  *news.Select
		want []news.Item // what is there is compared
	}{
		"every field":  {&full, []news.Item{bridge, harbour}},
		"text of time": {with(func(s *news.Select) { s.Time, s.TimeFormat = ".wann", "" }), []news.Item{{URL: bridge.URL}, {URL: harbour.URL, Published: time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC)}}},
		"words of another language where the layout fails": {with(func(s *news.Select) { s.Time = ".wann" }),
			[]news.Item{{URL: bridge.URL}, {URL: harbour.URL, Published: time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC)}}},
		"the first link":             {with(func(s *news.Select) { s.Link = "" }), []news.Item{{URL: "https://fluss.example/stadt"}, {URL: "https://fluss.example/hafen"}, {URL: bridge.URL[:len(bridge.URL)-len("start")] + "box"}}},
		"an attribute of the item":   {with(func(s *news.Select) { s.Link = "@data-url" }), []news.Item{{URL: harbour.URL}}},
		"a link around a heading":    {with(func(s *news.Select) { s.Link = "h2" }), []news.Item{{URL: bridge.URL}, {URL: harbour.URL}}},
		"the item is the link":       {&news.Select{Item: "a.story"}, []news.Item{{URL: bridge.URL, Title: bridge.Title}, {URL: harbour.URL}}},
		"not removed":                {with(func(s *news.Select) { s.Remove = nil; s.Link = "" }), []news.Item{{URL: "https://fluss.example/stadt"}, {URL: "https://shop.example/angebot"}, {URL: "https://fluss.example/hafen"}, {URL: bridge.URL[:len(bridge.URL)-len("start")] + "box"}}},
		"title and picture unchosen": {&news.Select{Item: "article", Link: ".story"}, []news.Item{{URL: bridge.URL, Title: bridge.Title, Image: bridge.Image}, harbour}},
		"groups of selectors":        {&news.Select{Item: "article.card:nth-of-type(1), article[data-url]", Link: "a.story"}, []news.Item{{URL: bridge.URL}, {URL: harbour.URL}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Compile(test.sel)
			if err != nil {
				t.Fatal(err)
			}
			l, err := ReadListing(t.Context(), Document{Body: []byte(shopWindow), URL: "https://fluss.example/", Now: fetched}, s, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(l.Items) != len(test.want) {
				t.Fatalf("%d items: %+v", len(l.Items), l.Items)
			}
			for i, want := range test.want {
				same(t, l.Items[i], want)
			}
			if l.Title != "Kurier am Fluss" || l.Language != "de-AT" && l.Language != "de" || l.Description != "Alles vom Fluss" || l.Image != "https://fluss.example/logo.png" {
				t.Errorf("%+v", l)
			}
			if test.sel.Next != "" && l.Next != "https://fluss.example/?seite=2" {
				t.Errorf("next %q", l.Next)
			}
		})
	}
}

// A layout with the names of a language reads what no guess can: two figures of a
// year, an order of its own.
func TestTimeFormatWithALocale(t *testing.T) {
	const page = `<title>x</title><main><div class=c><a href="/2026/11/story-one-of-the-day">Story one of the day</a><i>26|Noiembrie|05 la 18:30</i></div>`
	day := time.Date(2026, 11, 5, 18, 30, 0, 0, time.UTC)
	for locale, reads := range map[string]bool{"ro-RO": true, "ta": false} {
		s, err := Compile(&news.Select{Item: ".c", Time: "i", TimeFormat: "06|January|02 la 15:04", TimeLocale: locale})
		if err != nil {
			t.Fatal(err)
		}
		l, err := ReadListing(t.Context(), Document{Body: []byte(page), URL: "https://news.example/", Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}, s, nil)
		if err != nil || l.Items[0].Published.Equal(day) != reads {
			t.Errorf("%s: %v, %v", locale, l.Items[0].Published, err)
		}
	}
}

// same compares the fields of an item that are wanted.
func same(t *testing.T, got, want news.Item) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range w.NumField() {
		if !w.Field(i).IsZero() && !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			t.Errorf("%s: %v, want %v", w.Type().Field(i).Name, g.Field(i), w.Field(i))
		}
	}
}

func TestReadListingFaults(t *testing.T) {
	for name, test := range map[string]struct {
		sel     news.Select
		pattern string
		is      error
		says    string
	}{
		"nothing":     {news.Select{Item: "div.card"}, "", ErrNoMatch, `the selector "div.card" matched nothing`},
		"removed":     {news.Select{Item: "article", Remove: []string{"body > *"}}, "", ErrNoMatch, `the selector "article" matched nothing`},
		"no links":    {news.Select{Item: "article h2", Link: "h3 a"}, "", ErrNoLinks, `the selector "article h2" matched 4 cards but no links in them`},
		"no pattern":  {news.Select{Item: "article"}, "/sport/", ErrNoMatch, `url_pattern "/sport/" matched nothing of 4 links`},
		"no page":     {news.Select{Item: "*:nth-child(0)"}, "", ErrNoMatch, "matched nothing"},
		"script link": {news.Select{Item: "nav", Link: "a@class"}, "", ErrNoLinks, "matched 1 cards but no links in them"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Compile(&test.sel)
			if err != nil {
				t.Fatal(err)
			}
			var pattern *regexp.Regexp
			if test.pattern != "" {
				pattern = regexp.MustCompile(test.pattern)
			}
			_, err = ReadListing(t.Context(), Document{Body: []byte(shopWindow), URL: "https://fluss.example/"}, s, pattern)
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestReadListingKeepsTheFirst(t *testing.T) {
	s, err := Compile(&news.Select{Item: "article", Link: "a.story"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := ReadListing(t.Context(), Document{Body: []byte(shopWindow), URL: "https://fluss.example/", MaxItems: 1}, s, nil)
	if err != nil || len(l.Items) != 1 || len(l.Problems) != 1 {
		t.Fatalf("%v, %+v", err, l)
	}
}

// A field that is lost on the whole page is told.
func TestReadListingNotesLostFields(t *testing.T) {
	for name, test := range map[string]struct {
		sel  news.Select
		want string
	}{
		"all there":          {news.Select{Item: "article", Link: "a.story", Title: "h2", Time: ".wann@title"}, ""},
		"a time that is not": {news.Select{Item: "article", Link: "a.story", Time: ".von"}, `the selector ".von" matched, but no date could be read of it: "Von Ina Weiß und Jo Ek"`},
		"no time":            {news.Select{Item: "article", Link: "a.story", Time: ".when"}, `the selector ".when" matched nothing`},
		"no title":           {news.Select{Item: "article", Link: "a.story", Title: "h6"}, "no item has a title"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Compile(&test.sel)
			if err != nil {
				t.Fatal(err)
			}
			l, err := ReadListing(t.Context(), Document{Body: []byte(shopWindow), URL: "https://fluss.example/", Now: fetched}, s, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, p := range l.Problems {
				got += p.What
			}
			if got != test.want {
				t.Errorf("%q", got)
			}
		})
	}
}
