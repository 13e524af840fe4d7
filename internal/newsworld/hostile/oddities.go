package hostile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf16"
)

func oddityCases() []Case {
	return []Case{
		{Name: "guids missing or empty", Row: 23, Want: []string{"", ""}, Items: 3, Serve: items(
			`<item><title>No guid</title><link>{}/story/1</link></item>`,
			`<item><title>An empty one</title><guid></guid><link>{}/story/2</link></item>`,
			`<item><title>Blanks</title><guid>   </guid><link>{}/story/3</link></item>`)},
		{Name: "guids that change with each request", Row: 23, Want: []string{"", "", ""}, Items: 2, Serve: inTurn(func(p Place) []http.HandlerFunc {
			var turns []http.HandlerFunc
			for i := range 3 {
				turns = append(turns, send(fmt.Sprintf(`%s<item><title>The first</title><guid isPermaLink="false">%d-1</guid><link>%s/story/1</link></item><item><title>The second</title><guid isPermaLink="false">%d-2</guid><link>%s/story/2</link></item></channel></rss>`, rssHead, i, p.URL, i, p.URL)))
			}
			return turns
		})},
		{Name: "tracking parameters that change", Row: 23, Want: []string{"", ""}, Items: 1, Serve: inTurn(func(p Place) []http.HandlerFunc {
			const item = `%s<item><title>The one</title><link>%s/story/1?utm_source=rss&amp;utm_campaign=%d&amp;fbclid=%d</link></item></channel></rss>`
			return []http.HandlerFunc{send(fmt.Sprintf(item, rssHead, p.URL, 1, 17)), send(fmt.Sprintf(item, rssHead, p.URL, 2, 99))}
		})},
		{Name: "odd dates", Row: 24, Want: []string{""}, Items: 8, Serve: items(
			`<item><title>Far off</title><link>{}/story/1</link><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate></item>`,
			`<item><title>Year one</title><link>{}/story/2</link><pubDate>0001-01-01T00:00:00Z</pubDate></item>`,
			`<item><title>The epoch</title><link>{}/story/3</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>`,
			`<item><title>A zone of its own</title><link>{}/story/4</link><pubDate>Mon, 02 Mar 2026 10:00:00 +9900</pubDate></item>`,
			`<item><title>None</title><link>{}/story/5</link></item>`,
			`<item><title>Two</title><link>{}/story/6</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>`,
			`<item><title>In French</title><link>{}/story/7</link><pubDate>lun., 2 mars 2026 10:00:00 +0100</pubDate></item>`,
			`<item><title>No date at all</title><link>{}/story/8</link><pubDate>yesterday, I think</pubDate></item>`)},
		{Name: "Latin-1 under a UTF-8 label", Row: 25, Want: []string{""}, Items: 1, Serve: document(typeRSS, func(p Place) []byte {
			return []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>x</title><item><title>Caf\xe9 cr\xe8me</title><link>" + p.URL + "/story/1</link></item></channel></rss>")
		})},
		{Name: "unknown charset", Row: 25, Want: []string{""}, Items: 1, Serve: document("application/rss+xml; charset=klingon-8", func(p Place) []byte {
			return []byte(strings.Replace(rss(p, 0, 1), "UTF-8", "klingon-8", 1))
		})},
		{Name: "UTF-16 without a mark", Row: 25, Want: []string{"?binary|charset|not a feed"}, Items: -1, Serve: document("application/rss+xml", func(p Place) []byte {
			var b bytes.Buffer
			binary.Write(&b, binary.BigEndian, utf16.Encode([]rune(strings.Replace(rss(p, 0, 1), ` encoding="UTF-8"`, "", 1))))
			return b.Bytes()
		})},
		{Name: "NUL and control bytes", Row: 25, Want: []string{""}, Items: 1, Serve: items("<item><title>With \x00 and \x1b[31m and \x07</title><link>{}/story/1</link></item>")},
		{Name: "a long comment before the root", Row: 25, Want: []string{""}, Items: 2, Serve: document(typeRSS, func(p Place) []byte {
			return []byte("<!-- " + strings.Repeat("licence ", 20_000) + "-->" + strings.TrimPrefix(rss(p, 0, 2), `<?xml version="1.0" encoding="UTF-8"?>`))
		})},
		{Name: "links that run code", Row: 30, Want: []string{""}, Items: 3, Serve: items(
			`<item><title>One</title><guid isPermaLink="false">1</guid><link>javascript:alert(1)</link><description>One &lt;script&gt;alert(1)&lt;/script&gt;</description></item>`,
			`<item><title>Two</title><guid isPermaLink="false">2</guid><link>data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;</link></item>`,
			`<item><title>Three &lt;img src=x onerror=alert(1)&gt;</title><guid isPermaLink="false">3</guid><link>{}/story/3</link></item>`)},
		{Name: "cut off in an item", Row: 25, Want: []string{"?EOF|cut|xml"}, Items: -1, Serve: document(typeRSS, func(p Place) []byte {
			whole := rss(p, 0, 4)
			return []byte(whole[:strings.LastIndex(whole, "<item>")+10])
		})},
	}
}

// items is a feed of the given items; {} stands for the address of the case.
func items(list ...string) func(Place) http.Handler {
	return document(typeRSS, func(p Place) []byte {
		return []byte(rssHead + strings.ReplaceAll(strings.Join(list, "\n"), "{}", p.URL) + "</channel></rss>")
	})
}
