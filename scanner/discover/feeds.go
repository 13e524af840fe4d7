package discover

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// Found is a candidate: something that is a feed or a sitemap, if its page or
// its address tells the truth.
type Found struct {
	URL      string // absolute
	Title    string // text, as the page names it; may be empty
	Type     string // media type, as the page says, in lower case; may be empty
	Kind     news.Kind
	How      How
	Comments bool // the feed of what readers wrote below articles
	Rank     int  // from 1, the best

	score int // the lower the better: see rank.go
}

// How says where a candidate comes from.
type How string

const (
	ByLink   How = "link"   // declared: link rel=alternate, rel=feed and the like
	ByAnchor How = "anchor" // a hyperlink to what looks like a feed
	BySite   How = "site"   // follows from the page's address, or from an id in its text, on a site that is known
	ByPath   How = "path"   // a well-known path
	ByRobots How = "robots" // named in robots.txt
	Given    How = "given"  // the address itself
)

// What of one page is looked at. The page with most feeds among those that were
// measured names 24.
const (
	maxLinks      = 200
	maxAnchors    = 50
	maxAttributes = 100
	maxNoscript   = 4   // noscript elements one inside the other
	maxLabel      = 200 // bytes of the text of a hyperlink
)

// Feeds returns the feeds and sitemaps that a page names: in link elements
// anywhere in it, in hyperlinks, and on YouTube by the channel's id. The best
// come first, comment feeds last. Addresses are resolved against the base
// element, or pageURL, or, where that is empty, the page's canonical address;
// those that are not http or https are left out.
func Feeds(body []byte, pageURL, contentType string) []Found {
	text, _, _ := clean.UTF8(body, contentType)
	w := &walk{}
	w.read(text, 0)
	page, base := w.addresses(pageURL)
	found := w.found(page, base)
	if f, ok := youtubeChannel(page, text); ok {
		found = append(found, f)
	}
	return ranked(found, page)
}

// reference is a link element or a hyperlink of the page.
type reference struct {
	href, title, mediaType string
	rel                    []string // in lower case
	language               bool     // it has hreflang: an edition of the page
	anchor                 bool
}

// walk collects references.
type walk struct {
	links, anchors []reference
	base           string
	canonical      string
	label          *reference // the hyperlink whose text is being read
}

// read walks over a text. The content of noscript is text to the tokenizer,
// and is walked over in its turn.
func (w *walk) read(text []byte, depth int) {
	z := html.NewTokenizer(bytes.NewReader(text))
	noscript := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			noscript = string(name) == "noscript"
			w.start(string(name), z, more)
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" {
				w.label = nil
			}
		case html.TextToken:
			if noscript && depth < maxNoscript {
				w.read(z.Raw(), depth+1)
			} else if w.label != nil && len(w.label.title) < maxLabel {
				raw := z.Text()
				w.label.title += string(raw[:min(len(raw), maxLabel)])
			}
			noscript = false
		}
	}
}

func (w *walk) start(name string, z *html.Tokenizer, more bool) {
	switch name {
	case "base":
		if r := attributes(z, more); w.base == "" {
			w.base = r.href
		}
	case "link":
		r := attributes(z, more)
		if has(r.rel, "canonical") && w.canonical == "" {
			w.canonical = r.href
		}
		if len(w.links) < maxLinks && r.href != "" && r.declares() {
			w.links = append(w.links, r)
		}
	case "a", "area":
		w.anchor(attributes(z, more))
	}
}

func (w *walk) anchor(r reference) {
	w.label = nil
	r.anchor = true
	switch {
	case r.href == "":
	case r.declaresFeed():
		if len(w.links) < maxLinks {
			w.links = append(w.links, r)
		}
	case len(w.anchors) < maxAnchors && mayBeFeed(r.href):
		w.anchors = append(w.anchors, r)
		w.label = &w.anchors[len(w.anchors)-1]
	}
}

// attributes reads those of the current tag. The first of a name counts.
func attributes(z *html.Tokenizer, more bool) reference {
	var r reference
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "href":
			setOnce(&r.href, string(value))
		case "title":
			setOnce(&r.title, string(value))
		case "type":
			setOnce(&r.mediaType, mediaType(string(value)))
		case "rel":
			r.rel = append(r.rel, strings.Fields(strings.ToLower(string(value)))...)
		case "hreflang":
			r.language = true
		}
	}
	return r
}

func setOnce(field *string, value string) {
	if *field == "" {
		*field = strings.TrimSpace(value)
	}
}

// mediaType drops the parameters of a media type.
func mediaType(value string) string {
	value, _, _ = strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(value))
}

func has(list []string, words ...string) bool {
	for _, have := range list {
		for _, word := range words {
			if have == word {
				return true
			}
		}
	}
	return false
}

// addresses returns where the page is and what its references are resolved
// against; nil when it is not known.
func (w *walk) addresses(pageURL string) (page, base *url.URL) {
	page = absolute(clean.URL(pageURL, nil))
	if page == nil {
		page = absolute(clean.URL(w.canonical, nil))
	}
	if base = absolute(clean.URL(w.base, page)); base == nil {
		base = page
	}
	return page, base
}

func absolute(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}

// found makes candidates of the references.
func (w *walk) found(page, base *url.URL) []Found {
	var list []Found
	for _, r := range w.links {
		if address := clean.URL(r.href, base); address != "" {
			list = append(list, r.found(address, ByLink))
		}
	}
	for _, r := range w.anchors {
		address := clean.URL(r.href, base)
		if u := absolute(address); u != nil && (looksLikeFeed(u) || looksLikeSitemap(u)) && !isPlatform(u, page) {
			list = append(list, r.found(address, ByAnchor))
		}
	}
	return list
}

func (r *reference) found(address string, how How) Found {
	f := Found{URL: withoutFragment(address), Title: clean.Title(r.title, false), Type: r.mediaType, Kind: news.KindFeed, How: how}
	if u := absolute(f.URL); has(r.rel, "sitemap") || u != nil && looksLikeSitemap(u) {
		f.Kind = news.KindSitemap
	}
	f.Comments = f.Kind == news.KindFeed && isComments(f.URL, f.Title)
	return f
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}
