package feed

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestHostile gives Read what kills or starves other readers: each document
// must end within a second of processor time and 64 MB beyond its own size.
func TestHostile(t *testing.T) {
	nested := strings.Repeat("<x:a>", 2_000_000)
	for _, tc := range []struct {
		name  string
		body  func() string
		limit error // nil: it is read
	}{
		{"2M nested elements", func() string { return "<rss><channel><item>" + nested }, ErrTooDeep},
		{"2M nested elements in a text", func() string {
			return "<rss><channel><item><description>" + nested + "</description></item></channel></rss>"
		}, nil},
		{"2M nested elements before the root", func() string { return nested + "<rss/>" }, nil},
		{"10k nested xmlns", func() string {
			var b strings.Builder
			b.WriteString("<rss><channel>")
			for i := range 10_000 {
				fmt.Fprintf(&b, `<a%d:x xmlns:a%d="urn:%d">`, i, i, i)
			}
			return b.String()
		}, ErrTooManyNamespaces},
		{"40k xml:base", func() string {
			return "<feed>" + strings.Repeat(`<entry><a xml:base="a/">`, 1) + strings.Repeat(`<a xml:base="a/">`, 40_000)
		}, ErrTooManyBases},
		{"100k attributes", func() string {
			var b strings.Builder
			b.WriteString("<rss")
			for i := range 100_000 {
				fmt.Fprintf(&b, ` a%d="x"`, i)
			}
			return b.String() + "><channel/></rss>"
		}, ErrTooManyAttributes},
		{"attribute of 1 MB", func() string {
			return `<rss><channel><item><enclosure url="` + strings.Repeat("ab", 1<<19) + `"/></item></channel></rss>`
		}, ErrTagTooLong},
		{"1M unclosed comments", func() string { return "<rss><channel>" + strings.Repeat("<!--", 1_000_000) }, nil},
		{"1M unclosed CDATA", func() string {
			return "<rss><channel><item><title>" + strings.Repeat("<![CDATA[", 1_000_000)
		}, nil},
		{"1M unclosed titles", func() string { return "<rss><channel><item>" + strings.Repeat("<title>", 1_000_000) }, nil},
		{"1M unclosed titles with ends of others", func() string {
			return "<rss><channel><item>" + strings.Repeat("<title></link>", 1_000_000)
		}, nil},
		{"1M declarations", func() string { return strings.Repeat("<![>", 1_000_000) + "<rss/>" }, nil},
		{"1M bare brackets", func() string { return "<rss><channel>" + strings.Repeat("<", 1_000_000) }, nil},
		{"1M open quotes", func() string { return "<rss><channel>" + strings.Repeat(`<a b="`, 1_000_000) }, nil},
		{"100k xml:base of 6 KB each", func() string {
			return `<rss><channel xml:base="https://a.example/` + strings.Repeat("b", 6000) + `/">` + strings.Repeat(`<item xml:base="?b"><title>a</title></item>`, 100_000)
		}, ErrTooManyBases},
		{"40k links under an xml:base of 6 KB", func() string {
			return `<rss><channel xml:base="https://a.example/` + strings.Repeat("b", 6000) + `/">` +
				strings.Repeat(`<item><link>z</link><title>a</title><description>`+strings.Repeat("&lt;a href=&quot;x&quot;>y&lt;/a>", 20)+`</description></item>`, 2000)
		}, ErrTooManyBases},
		{"300k stray ends", func() string { return "<rss><channel><item>" + strings.Repeat("</item><x>", 300_000) }, ErrTooDeep},
		{"items each of another name", func() string {
			var b strings.Builder
			b.WriteString("<rss><channel>")
			for i := range 100_000 {
				fmt.Fprintf(&b, `<a%d:item xmlns:a%d="http://purl.org/rss/1.0/"></a%d:item><x/>`, i, i, i)
			}
			return b.String()
		}, nil},
		{"unclosed elements each of another name", func() string {
			var b strings.Builder
			b.WriteString("<rss><channel><item>")
			for i := range 100_000 {
				fmt.Fprintf(&b, `<a%d:title xmlns:a%d="http://purl.org/rss/1.0/">`, i, i)
			}
			return b.String()
		}, nil},
		{"ends of items in two spellings", func() string {
			return "<rss><channel><item>" + strings.Repeat("</item><x/></ITEM><x/>", 300_000)
		}, nil},
		{"comments within items, ended behind them", func() string {
			return "<rss><channel><item>" + strings.Repeat("<!--", 500_000) + "</item>" + strings.Repeat("<![CDATA[", 500_000) + "-->]]>"
		}, nil},
		{"500k items", func() string { return "<rss><channel>" + strings.Repeat("<item><title>a</title></item>", 500_000) }, nil},
		{"500k items never closed", func() string { return "<rss><channel>" + strings.Repeat("<item><title>a</title>", 500_000) }, nil},
		{"title of 20 MB", func() string {
			return "<rss><channel><item><title>" + strings.Repeat("long ", 4<<20) + "</title></item></channel></rss>"
		}, nil},
		{"guid of 1 MB", func() string {
			return "<rss><channel><item><guid>" + strings.Repeat("g", 1<<20) + "</guid></item></channel></rss>"
		}, nil},
		{"1M JSON arrays deep", func() string {
			return `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1_000_000)
		}, ErrTooDeep},
		{"200k JSON items", func() string {
			return `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat(`{"id":"a"},`, 200_000) + `{}]}`
		}, nil},
		{"billion laughs", func() string {
			var b strings.Builder
			b.WriteString(`<!DOCTYPE rss [<!ENTITY a0 "lol">`)
			for i := 1; i < 10; i++ {
				fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
			}
			return b.String() + `]><rss><channel><title>&a9;</title></channel></rss>`
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := []byte(tc.body())
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := cpu()
			_, err := Read(context.Background(), Document{Body: body, URL: "https://a.example/feed"})
			took := cpu() - start
			runtime.ReadMemStats(&after)
			if took > time.Second && !underRace {
				t.Errorf("took %v", took)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
				t.Errorf("allocated %d MB", used>>20)
			}
			if told := checkDescribed(t, body); (told == nil) != (err == nil) && !isJSON(body) {
				t.Errorf("Describe: %v, Read: %v", told, err)
			}
			if tc.limit != nil && !errors.Is(err, tc.limit) {
				t.Errorf("error %v, want %v", err, tc.limit)
			}
			if err != nil && (strings.Contains(err.Error(), "\n") || tc.limit == nil && !errors.Is(err, ErrNotFeed)) {
				t.Errorf("error %q", err)
			}
		})
	}
}

// checkDescribed: what Read is given harmlessly, Describe is as well.
func checkDescribed(t *testing.T, body []byte) error {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpu()
	_, err := Describe(context.Background(), Document{Body: body, URL: "https://a.example/feed"})
	took := cpu() - start
	runtime.ReadMemStats(&after)
	if took > time.Second && !underRace {
		t.Errorf("took %v", took)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
		t.Errorf("allocated %d MB", used>>20)
	}
	return err
}

// Pages have tags of more attributes than any feed. They are pages all the same.
func TestPageBeyondTheLimitsIsAPage(t *testing.T) {
	page := `<!DOCTYPE html><html><head><title>x</title></head><body><div ` + strings.Repeat(`data-x="1" `, 200) + `>x</div></body></html>`
	if _, err := Read(t.Context(), Document{Body: []byte(page)}); !errors.Is(err, ErrHTML) {
		t.Errorf("Read: %v", err)
	}
}

// An address of the document that is too long to be repeated by every link is
// none: relative links are left out, the items stay.
func TestLongDocumentAddressIsNoBase(t *testing.T) {
	body := `<rss version="2.0"><channel><title>x</title><item><guid>1</guid><title>A story</title><link>z</link></item></channel></rss>`
	long := strings.Repeat("b", 2000)
	for url, want := range map[string]string{"https://a.example/" + long + "/feed": "", "https://a.example/d/feed?" + long: "https://a.example/d/z"} {
		l, err := Read(t.Context(), Document{Body: []byte(body), URL: url})
		if err != nil || len(l.Items) != 1 || l.Items[0].URL != want {
			t.Errorf("%.40s: %+v, %v", url, l, err)
		}
	}
}
