package hostile

import (
	"fmt"
	"strings"
)

func excessCases() []Case {
	return []Case{
		{Name: "200,000 items", Row: 22, Want: []string{""}, Items: -1, Serve: document(typeRSS, func(Place) []byte {
			var b strings.Builder
			b.WriteString(rssHead)
			for i := range 200_000 {
				fmt.Fprintf(&b, "<item><title>%d</title><link>http://x.example/%d</link></item>", i, i)
			}
			b.WriteString("</channel></rss>")
			return []byte(b.String())
		})},
		{Name: "a title of 14 MB", Row: 22, Want: []string{""}, Items: 1, Serve: document(typeRSS, func(p Place) []byte {
			return []byte(rssHead + "<item><title>" + strings.Repeat("never ending ", 14<<20/13) + "</title><link>" + p.URL + "/story/1</link></item></channel></rss>")
		})},
		{Name: "a guid of 1 MB", Row: 22, Want: []string{"", ""}, Items: 2, Serve: document(typeRSS, func(p Place) []byte {
			long := strings.Repeat("guid", 1<<18)
			return fmt.Appendf(nil, "%s<item><title>The first</title><guid isPermaLink=\"false\">%s1</guid><link>%s/story/1</link></item><item><title>The second</title><guid isPermaLink=\"false\">%s2</guid><link>%s/story/2</link></item></channel></rss>", rssHead, long, p.URL, long, p.URL)
		})},
		{Name: "5,000 items of one guid", Row: 22, Want: []string{"", ""}, Items: -1, Serve: document(typeRSS, func(p Place) []byte {
			var b strings.Builder
			b.WriteString(rssHead)
			for i := range 5000 {
				fmt.Fprintf(&b, `<item><title>Story %d</title><guid isPermaLink="false">the same</guid><link>%s/story/%d</link></item>`, i, p.URL, i)
			}
			b.WriteString("</channel></rss>")
			return []byte(b.String())
		})},
		{Name: "10,000 categories, authors and enclosures", Row: 22, Want: []string{""}, Items: 1, Serve: document(typeRSS, func(p Place) []byte {
			return fmt.Appendf(nil, `%s<item><title>The one</title><link>%s/story/1</link>%s</item></channel></rss>`, rssHead, p.URL,
				strings.Repeat(`<category>c</category><author>a@example.org (A)</author><enclosure url="http://x.example/e.mp3" type="audio/mpeg" length="1"/>`, 10_000))
		})},
	}
}
