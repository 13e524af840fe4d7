package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/news"
)

func read(t *testing.T, d Document) *news.Listing {
	t.Helper()
	if d.Now.IsZero() {
		d.Now = seen
	}
	l, err := Read(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// items returns an RSS feed of n items, one a day, the newest first or last.
func items(n int, newestFirst bool) []byte {
	var b strings.Builder
	b.WriteString("<rss version='2.0'><channel><title>T</title>")
	for i := range n {
		day := i
		if newestFirst {
			day = n - 1 - i
		}
		fmt.Fprintf(&b, "<item><title>day %d</title><guid>g%d</guid><pubDate>%s</pubDate></item>", day, day,
			time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.RFC1123Z))
	}
	return []byte(b.String() + "<language>en</language></channel></rss>")
}

func TestMaxItems(t *testing.T) {
	for _, tc := range []struct {
		name        string
		n, max      int
		newestFirst bool
		first, last string
	}{
		{"newest first", 50, 7, true, "day 49", "day 43"},
		{"oldest first", 50, 7, false, "day 43", "day 49"},
		{"oldest first, one too many", 8, 7, false, "day 1", "day 7"},
		{"oldest first, not dropped in the middle", 20, 7, false, "day 13", "day 19"},
		{"as many as allowed", 7, 7, false, "day 0", "day 6"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := read(t, Document{Body: items(tc.n, tc.newestFirst), MaxItems: tc.max})
			if len(l.Items) != tc.max {
				t.Fatalf("%d items", len(l.Items))
			}
			if first, last := l.Items[0].Title, l.Items[tc.max-1].Title; first != tc.first || last != tc.last {
				t.Errorf("from %q to %q, want %q to %q", first, last, tc.first, tc.last)
			}
			if l.Title != "T" || l.Language != "en" {
				t.Errorf("the feed's own fields: %q %q", l.Title, l.Language)
			}
			told := slices.ContainsFunc(l.Problems, func(p news.Problem) bool { return strings.Contains(p.What, "items were read") })
			if told != (tc.n > tc.max) {
				t.Errorf("problems %v", l.Problems)
			}
		})
	}
}

func TestMaxItemsJSON(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"version":"https://jsonfeed.org/version/1","items":[`)
	for day := range 20 {
		fmt.Fprintf(&b, `{"id":"%d","date_published":"%s"},`, day, time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.RFC3339))
	}
	l := read(t, Document{Body: []byte(b.String()[:b.Len()-1] + "]}"), MaxItems: 5})
	if len(l.Items) != 5 || l.Items[0].GUID != "15" || l.Format != "json feed 1.0" {
		t.Errorf("%s: %d items from %q", l.Format, len(l.Items), l.Items[0].GUID)
	}
}

func TestLongFields(t *testing.T) {
	long := strings.Repeat("é", 2<<20)
	l := read(t, Document{URL: "https://a.example/", Body: []byte("<rss><channel><item><title>" + long + "</title><guid>" + long +
		"</guid><link>https://a.example/" + long + "</link><description>" + long + "</description></item>" +
		"<item><title>next</title></item></channel></rss>")})
	if len(l.Items) != 2 || l.Items[1].Title != "next" {
		t.Fatalf("%d items", len(l.Items))
	}
	it := l.Items[0]
	if len(it.Title) > maxTitle+len("…") || !strings.HasSuffix(it.Title, "é…") {
		t.Errorf("title of %d bytes", len(it.Title))
	}
	if len(it.GUID) > maxGUID || len(it.Summary) > maxContent || it.URL != "" {
		t.Errorf("guid of %d bytes, summary of %d, address of %d", len(it.GUID), len(it.Summary), len(it.URL))
	}
	if len(l.Problems) < 4 {
		t.Errorf("problems %v", l.Problems)
	}
}

func TestPerson(t *testing.T) {
	for in, want := range map[string]string{
		"Ada Example":                        "Ada Example",
		"ada@post.example (Ada Example)":     "Ada Example",
		"Ada Example (ada@post.example)":     "Ada Example",
		"Ada Example <ada@post.example>":     "Ada Example",
		`"Example, Ada" <ada@post.example>`:  "Example, Ada",
		"ada@post.example":                   "ada@post.example",
		"mailto:ada@post.example":            "ada@post.example",
		"<ada@post.example>":                 "ada@post.example",
		"ada@post.example ()":                "ada@post.example",
		"Bob (the builder)":                  "Bob (the builder)",
		"ada@post.example (Ada Example, NYT": "Ada Example, NYT",
	} {
		if got := person(in); got != want {
			t.Errorf("person(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDecoded(t *testing.T) {
	for in, want := range map[string]string{
		"a &amp; b &lt; c":                  "a & b < c",
		"AT&T &copy=2 &copy; &nosuch; & ;":  "AT&T &copy=2 © &nosuch; & ;",
		"&#8211;&#x2013;&#151;":             "––—",
		"&#0;&#x1b;&#xD800;&#xFFFFFFFF;x":   "x",
		"a<![CDATA[ &amp; <b> ]]>&amp;b":    "a &amp; <b> &b",
		"<![CDATA[one]]><![CDATA[two]]>":    "onetwo",
		"<![CDATA[one ]]> two]]>":           "one  two",
		"<![CDATA[never closed":             "never closed",
		"before<!-- a comment -->after":     "beforeafter",
		"&CounterClockwiseContourIntegral;": "∳",
		"&amp;amp;":                         "&amp;",
	} {
		if got := decodedString([]byte(in)); got != want {
			t.Errorf("decoded(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGuessHTML(t *testing.T) {
	for in, want := range map[string]bool{
		"plain":                     false,
		"1 < 2 > 0":                 false,
		"Vec<T> explained":          false,
		"How to use <div>":          false,
		"<b>bold</b>":               true,
		"line<br>line":              true,
		"AT&amp;T":                  true,
		"AT&T; more":                false,
		"<unknown>x</unknown>":      false,
		`an <img src="x"> in it`:    true,
		"with <b>bold</b> and <T>s": false,
	} {
		if got := guessHTML([]byte(in)); got != want {
			t.Errorf("guessHTML(%q) = %v", in, got)
		}
	}
}

func TestJSONString(t *testing.T) {
	for in, want := range map[string]string{
		`"plain é"`:              "plain é",
		`"a\nb\t\"c\" \\ \/"`:    "a\nb\t\"c\" \\ /",
		`"\u00e9\u20AC"`:         "é€",
		`"\ud83d\ude00"`:         "😀",
		`"\ud83d x"`:             "\ufffd x",
		`"\ud83d\u0041"`:         "\ufffdA",
		`"it\'s \x \u12 \é"`:     "it's x u12 é",
		`"ends in a backslash\"`: "ends in a backslash",
		"\"raw\nbreak\"":         "raw\nbreak",
	} {
		if got := jsonString([]byte(in)); got != want {
			t.Errorf("jsonString(%s) = %q, want %q", in, got, want)
		}
	}
}

func TestBrokenJSON(t *testing.T) {
	const head = `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_text":"a"},`
	for _, tc := range []struct {
		name, body string
		items      int
	}{
		{"cut short", head + `{"id":"2","content_text":"b"},{"id":"3","cont`, 2},
		{"raw line break", head + "{\"id\":\"2\",\"content_text\":\"b\nc\"}]}", 2},
		{"comma at the end", head + `{"id":"2"},]}`, 2},
		{"nulls", head + `null,{"id":null,"url":null,"title":"x","tags":null,"authors":[null],"attachments":[null]}]}`, 2},
		{"wrong types", head + `{"id":2.5,"title":{"a":1},"tags":"one","authors":"Ada","attachments":{"url":"https://a.example/x"},"image":[]}]}`, 2},
		{"commas missing", `{"version":"https://jsonfeed.org/version/1.1" "title":"T" "items":[{"id":"1"} {"id":"2"}]}`, 2},
		{"something behind", head + `{"id":"2"}]} trailing`, 2},
		{"brackets crossed", head + `{"id":"2"},{"id":["3"}]}`, 2},
		{"keys twice", head + `{"id":"2","id":"3"}],"items":[{"id":"4"}]}`, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := read(t, Document{Body: []byte(tc.body)})
			if len(l.Items) != tc.items || l.Title != "T" {
				t.Errorf("%d items, title %q, problems %v", len(l.Items), l.Title, l.Problems)
			}
		})
	}
}

func TestBase(t *testing.T) {
	atom := func(attrs string) []byte {
		return []byte(`<feed xmlns="http://www.w3.org/2005/Atom" ` + attrs + `><link href="/"/><link rel="self" href="https://self.example/f"/>
			<entry xml:base="sub/"><id>relative id</id><link href="x"/><content type="html">&lt;a href="y">y&lt;/a></content></entry></feed>`)
	}
	for _, tc := range []struct{ name, attrs, url, link, in string }{
		{"the document's address", "", "https://doc.example/a/feed", "https://doc.example/a/sub/x", "https://doc.example/a/sub/y"},
		{"xml:base", `xml:base="https://base.example/b/c"`, "https://doc.example/a/feed", "https://base.example/b/sub/x", "https://base.example/b/sub/y"},
		{"relative xml:base", `xml:base="../d/"`, "https://doc.example/a/feed", "https://doc.example/d/sub/x", "https://doc.example/d/sub/y"},
		{"xml:base that is none", `xml:base="http://[bad"`, "https://doc.example/a/feed", "https://doc.example/a/sub/x", "https://doc.example/a/sub/y"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			it := read(t, Document{Body: atom(tc.attrs), URL: tc.url}).Items[0]
			if it.URL != tc.link || !strings.Contains(it.Content, `"`+tc.in+`"`) || it.GUID != "relative id" {
				t.Errorf("%q %q %q", it.URL, it.Content, it.GUID)
			}
		})
	}
}

// TestUnknownAddress: without an address of its own a document is resolved
// against the one it gives itself.
func TestUnknownAddress(t *testing.T) {
	l := read(t, Document{Body: []byte(`<rss><channel><link>https://site.example/news/</link><item><link>story</link></item></channel></rss>`)})
	if got := l.Items[0].URL; got != "https://site.example/news/story" {
		t.Errorf("address %q", got)
	}
}

func TestPanicBecomesError(t *testing.T) {
	_, err := guarded(context.Background(), nil, func(io.Reader) (int, error) { panic("boom") })
	var p *PanicError
	if !errors.As(err, &p) || p.Value != "boom" || !strings.Contains(string(p.Stack), "TestPanicBecomesError") {
		t.Errorf("error %v", err)
	}
}

// TestStopsInTheMiddle: a parser that is at work stops once its context is
// done.
func TestStopsInTheMiddle(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := guarded(ctx, benchRSS(), func(r io.Reader) (int, error) {
		buf := make([]byte, 100)
		if _, err := r.Read(buf); err != nil {
			return 0, err
		}
		cancel()
		_, err := io.ReadAll(r)
		return 0, err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestItemsAlone: what gofeed cannot read whole is read item by item, and what
// cannot be read at all is told with its line.
func TestItemsAlone(t *testing.T) {
	for _, body := range [][]byte{
		items(3, true),
		[]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>a</title></entry><entry><title>b</title></entry>` +
			`<entry><title>c</title></entry></feed>`),
	} {
		r := newReader(Document{Now: seen})
		d, err := digestOf(body, nil, 100, seen)
		if err != nil {
			t.Fatal(err)
		}
		m := d.items[1]
		copy(d.xml[m.start+1:m.start+3], "//") // harms the second item, and with it the whole
		l, err := r.readXML(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Items) != 2 || l.Title != "T" {
			t.Errorf("%d items, title %q", len(l.Items), l.Title)
		}
		if !slices.ContainsFunc(l.Problems, func(p news.Problem) bool { return p.Line == 1 && strings.HasPrefix(p.What, "item lost") }) {
			t.Errorf("problems %v", l.Problems)
		}
	}
}

func TestLines(t *testing.T) {
	body := "<rss>\n<channel>\n\n<item>\n<title>a</title></item>\n\n<item><title>b</title>\n</item></b>\n</channel></rss>"
	l := read(t, Document{Body: []byte(body)})
	if l.Items[0].Line != 4 || l.Items[1].Line != 7 {
		t.Errorf("lines %d and %d", l.Items[0].Line, l.Items[1].Line)
	}
	if len(l.Problems) != 1 || l.Problems[0].Line != 8 {
		t.Errorf("problems %v", l.Problems)
	}
}

// TestNamespaces: elements are known by what their prefix stands for, however
// it is spelled, and by the prefix alone where a document forgets to say.
func TestNamespaces(t *testing.T) {
	for _, tc := range []struct{ name, root, element string }{
		{"as usual", `xmlns:dc="http://purl.org/dc/elements/1.1/"`, "<dc:creator>Ada</dc:creator>"},
		{"another prefix", `xmlns:x="http://purl.org/dc/elements/1.1/"`, "<x:creator>Ada</x:creator>"},
		{"https, no slash", `xmlns:x="https://purl.org/dc/elements/1.1"`, "<x:creator>Ada</x:creator>"},
		{"undeclared", ``, "<dc:creator>Ada</dc:creator>"},
		{"declared as something else", `xmlns:dc="urn:nobody:knows"`, "<dc:creator>Ada</dc:creator>"},
		{"declared on the element", ``, `<x:creator xmlns:x="http://purl.org/dc/elements/1.1/">Ada</x:creator>`},
		{"as the default of the element", ``, `<creator xmlns="http://purl.org/dc/elements/1.1/">Ada</creator>`},
		{"capitals", `xmlns:DC="http://purl.org/dc/elements/1.1/"`, "<DC:Creator>Ada</DC:Creator>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := read(t, Document{Body: []byte("<rss " + tc.root + "><channel><item>" + tc.element +
				`<x:title xmlns:x="urn:other">not the title</x:title><title>T</title></item></channel></rss>`)})
			if it := l.Items[0]; !slices.Equal(it.Authors, []string{"Ada"}) || it.Title != "T" {
				t.Errorf("authors %q, title %q", it.Authors, it.Title)
			}
		})
	}
}

// TestOwnNamespaces: whatever namespace the root gives itself, its elements are
// those of the format.
func TestOwnNamespaces(t *testing.T) {
	for _, body := range []string{
		`<rss xmlns="http://www.w3.org/2005/Atom" version="2.0"><channel><item><title>T</title></item></channel></rss>`,
		`<rss xmlns="urn:vendor"><channel><item><title>T</title></item></channel></rss>`,
		`<v:rss xmlns:v="urn:vendor"><v:channel><v:item><v:title>T</v:title></v:item></v:channel></v:rss>`,
		`<feed xmlns="https://www.w3.org/2005/Atom"><entry><title>T</title></entry></feed>`,
		`<feed xmlns="http://www.w3.org/2005/atom/"><entry><title>T</title></entry></feed>`,
		`<feed><entry><title>T</title></entry></feed>`,
		`<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title></a:entry></a:feed>`,
		`<atom:feed><atom:entry><atom:title>T</atom:title></atom:entry></atom:feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:r="http://purl.org/rss/1.0/"><r:channel/><r:item><r:title>T</r:title></r:item></rdf:RDF>`,
	} {
		l := read(t, Document{Body: []byte(body)})
		if len(l.Items) != 1 || l.Items[0].Title != "T" {
			t.Errorf("%s: %+v", body, l.Items)
		}
	}
}
