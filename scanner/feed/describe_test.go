package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func describe(t *testing.T, d Document) *Description {
	t.Helper()
	out, err := Describe(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDescribe(t *testing.T) {
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en" xml:base="http://a.example/x/">`
	for _, tc := range []struct {
		name, body, want string // want: of the first item, or of the feed when there is none
	}{
		{"texts in their own scope", atom + `<entry><title type="html" xml:lang="de">T</title><content type="xhtml" xml:base="y/"><div/></content></entry></feed>`,
			`{"line":1,"texts":[{"element":"title","type":"text/html","base":"http://a.example/x/","language":"de"},{"element":"content","type":"application/xhtml+xml","base":"http://a.example/x/y/","language":"en"}]}`},
		{"a language that is taken back", atom + `<title xml:lang="">T</title></feed>`, `{"texts":[{"element":"title","type":"text/plain","base":"http://a.example/x/"}]}`},
		{"links of any relation", atom + `<link rel="related" type="text/html" title="A &amp; B" length="7" href="z"/><link href="javascript:alert(1)"/></feed>`,
			`{"links":[{"href":"http://a.example/x/z","rel":"related","type":"text/html","title":"A \u0026 B","length":7}]}`},
		{"categories", atom + `<entry><category term="a" scheme="urn:s" label="A"/><category term="plain"/></entry></feed>`, `{"line":1,"categories":[{"term":"a","scheme":"urn:s","label":"A"}]}`},
		{"a domain of RSS", `<rss><channel><item><category domain="urn:d">c</category></item></channel></rss>`, `{"line":1,"categories":[{"term":"c","scheme":"urn:d"}]}`},
		{"a reply", atom + `<entry><thr:in-reply-to ref="tag:1" href="p"/></entry></feed>`, `{"line":1,"reply_to":[{"ref":"tag:1","href":"http://a.example/x/p"}]}`},
		{"a source", atom + `<entry><source><subtitle type="html">&lt;b&gt;S&lt;/b&gt;</subtitle><generator uri="g" version="2">G</generator><contributor><name>N</name><email>n@a.example</email><uri>n</uri></contributor></source></entry></feed>`,
			`{"line":1,"source":{"texts":[{"element":"subtitle","type":"text/html","base":"http://a.example/x/","language":"en","text":"S"}],"people":[{"name":"N","email":"n@a.example","url":"http://a.example/x/n","role":"contributor"}],"generator":{"name":"G","version":"2","url":"http://a.example/x/g"}}}`},
		{"an expiry", `<rss><channel><item><expirationDate>Thu, 01 Jan 2004 19:48:21 GMT</expirationDate></item></channel></rss>`, `{"line":1,"valid":{"until":"2004-01-01T19:48:21Z"}}`},
		{"a picture's words", `<rss><channel><image><url>u</url><title><![CDATA[A <b>]]></title><width>80</width><height>-1</height></image></channel></rss>`, `{"image":{"title":"A \u003cb\u003e","width":80}}`},
		{"of RSS alone", `<rss><channel><docs>/d</docs><cloud domain="c.example" port="80" path="/R" registerProcedure="p" protocol="xml-rpc"/><textInput><title>Find</title><link>/f</link></textInput></channel></rss>`,
			`{"text_input":{"title":"Find","link":"https://doc.example/f"},"cloud":{"domain":"c.example","port":80,"path":"/R","procedure":"p","protocol":"xml-rpc"},"docs":"https://doc.example/d"}`},
		{"an element that was never closed is told once", `<rss><channel><item><x><content:encoded>c</content:encoded></item></channel></rss>`, `{"line":1,"texts":[{"element":"content:encoded","type":"text/html"}]}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := describe(t, Document{Body: []byte(tc.body), URL: "https://doc.example/feed", Now: seen})
			part := d.Feed
			if len(d.Items) > 0 {
				part = d.Items[0]
			}
			got, err := json.Marshal(part)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestDescribeTheItemsThatAreKept: of a feed that lists its oldest item first
// the last are kept, by Read and by Describe.
func TestDescribeTheItemsThatAreKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 9 {
		fmt.Fprintf(&b, "<item><pubDate>2024-01-0%dT00:00:00Z</pubDate><category domain='urn:d'>%d</category></item>\n", i+1, i)
	}
	b.WriteString("</channel></rss>")
	d := describe(t, Document{Body: []byte(b.String()), MaxItems: 3, Now: seen})
	var kept []string
	for _, it := range d.Items {
		kept = append(kept, it.Categories[0].Term)
	}
	if strings.Join(kept, "") != "678" || d.Items[0].Line != 7 {
		t.Errorf("items %q, the first in line %d", kept, d.Items[0].Line)
	}
}

func TestDescribeIsBounded(t *testing.T) {
	for name, item := range map[string]string{
		"titles":       "<item><title/><title>a</title></item>",
		"long bases":   `<item xml:base="?b"><title>a</title></item>`,
		"unclosed":     "<item><atom:source><atom:generator></item>",
		"many sources": `<item><atom:source><atom:contributor><atom:name>n</atom:name></atom:contributor></atom:source></item>`,
	} {
		t.Run(name, func(t *testing.T) {
			base := "https://a.example/" + strings.Repeat("b", 1000) + "/" // as long as one may be
			body := []byte(`<rss><channel xml:base="` + base + `"><title>t</title>` + strings.Repeat(item, 100_000) + "</channel></rss>")
			checkDescribed(t, body)
			d, err := Describe(t.Context(), Document{Body: body, MaxItems: 1_000_000})
			if (err != nil) != (name == "long bases") || err != nil && !errors.Is(err, ErrTooManyBases) {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			out, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			if name == "titles" && !d.Cut {
				t.Errorf("%d bytes told, and nothing was cut", len(out))
			}
		})
	}
}

func TestBaseOfCDF(t *testing.T) {
	body := `<CHANNEL BASE="http://base.example/" HREF="http://a.example/"><TITLE>c</TITLE><ITEM HREF="/item/1"><TITLE>i</TITLE></ITEM></CHANNEL>`
	if l := read(t, Document{Body: []byte(body), URL: "https://doc.example/feed"}); l.Items[0].URL != "http://base.example/item/1" || l.Link != "http://a.example/" {
		t.Errorf("item %q, link %q", l.Items[0].URL, l.Link)
	}
}

func TestDescribeNoFeed(t *testing.T) {
	if _, err := Describe(t.Context(), Document{Body: []byte("<html><body>x</body></html>")}); !errors.Is(err, ErrHTML) {
		t.Errorf("a page: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Describe(gone, Document{Body: []byte("<rss/>")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
