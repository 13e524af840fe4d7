package clean

import (
	"net/url"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(false)
	p.AllowElements("audio", "video", "source", "picture")
	return p
})

// HTML returns the fragment sanitised by the one policy of alsoread, its
// addresses resolved against base. Without a base, relative addresses are left
// out.
func HTML(fragment string, base *url.URL) string {
	return strings.TrimSpace(resolve(policy().Sanitize(fragment), base))
}

func resolve(fragment string, base *url.URL) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		kept := t.Attr[:0]
		for _, a := range t.Attr {
			if a.Key == "href" || a.Key == "src" || a.Key == "cite" {
				if a.Val = URL(a.Val, base); a.Val == "" {
					continue
				}
			}
			kept = append(kept, a)
		}
		t.Attr = kept
		out.WriteString(t.String())
	}
	return out.String()
}
