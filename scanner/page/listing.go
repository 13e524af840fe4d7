package page

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// DefaultMaxItems is how many items of a listing page are kept when the document
// does not say.
const DefaultMaxItems = 2000

// Why a listing page gave nothing. A source that fails with one of them has
// changed its page, or never was a listing.
var (
	ErrNoMatch   = errors.New("matched nothing")
	ErrNoLinks   = errors.New("no links in them")
	ErrNoStories = errors.New("no stories were found on the page")
)

// ReadListing reads a page that lists stories: by the selectors of its source,
// or, when they are nil, by what the page itself shows. Items are in the order of
// the page, the first Document.MaxItems of them, each address once, and only
// those whose address matches pattern unless that is nil.
//
// The error is one line and wraps ErrNoMatch, ErrNoLinks, ErrNoStories, or a
// limit of Parse.
func ReadListing(ctx context.Context, d Document, s *Selectors, pattern *regexp.Regexp) (*news.Listing, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	doc, err := Parse(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	r := newListing(d, doc)
	if s != nil {
		err = r.bySelectors(ctx, s)
	} else {
		err = r.byItself(ctx)
	}
	if err == nil {
		err = r.keep(pattern)
		r.listing.Shape = r.shape()
	}
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	return r.listing, nil
}

// lister makes a listing of a page.
type lister struct {
	doc     *goquery.Document
	root    *html.Node
	base    *url.URL // what addresses are relative to
	page    *url.URL // the page's own address; nil when it is not known
	now     time.Time
	max     int
	listing *news.Listing
	cards   []*html.Node // that the items were read from
}

func newListing(d Document, doc *goquery.Document) *lister {
	r := &lister{doc: doc, root: doc.Nodes[0], base: doc.Url, page: webAddress(d.URL, nil), now: d.now(), max: d.MaxItems}
	if r.max <= 0 {
		r.max = DefaultMaxItems
	}
	r.listing = &news.Listing{Kind: news.KindPage, Format: "page"}
	r.readHead()
	return r
}

// readHead reads what the page says of itself.
func (r *lister) readHead() {
	l := r.listing
	if r.page != nil {
		l.Link = r.page.String()
	}
	for n := range r.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			l.Language = clean.Language(attribute(n, "lang"))
		case "title":
			if l.Title == "" && n.Parent.Data == "head" {
				l.Title = nodeLine(n)
			}
		case "meta":
			r.readMeta(n)
		case "link", "a":
			if l.Next == "" && hasToken(attribute(n, "rel"), "next") {
				l.Next = r.address(attribute(n, "href"))
			}
		}
	}
}

func (r *lister) readMeta(n *html.Node) {
	content := clean.Line(attribute(n, "content"))
	switch strings.ToLower(attribute(n, "name") + attribute(n, "property")) {
	case "description":
		r.listing.Description = content
	case "og:description":
		if r.listing.Description == "" {
			r.listing.Description = content
		}
	case "og:image":
		if r.listing.Image == "" {
			r.listing.Image = r.address(content)
		}
	}
}

// address makes an address of the page absolute; "" when it is none.
func (r *lister) address(raw string) string { return clean.URL(raw, r.base) }

// keep drops repeated addresses, what the pattern does not want, and what is
// over the limit.
func (r *lister) keep(pattern *regexp.Regexp) error {
	at := map[string]int{}
	var kept []news.Item
	all, wanted := 0, 0
	for _, it := range r.listing.Items {
		key := addressKey(it.URL)
		if i, seen := at[key]; seen {
			if i >= 0 {
				fill(&kept[i], it)
			}
			continue
		}
		all++
		at[key] = -1
		if pattern != nil && !pattern.MatchString(it.URL) {
			continue
		}
		if wanted++; len(kept) < r.max {
			at[key] = len(kept)
			kept = append(kept, it)
		}
	}
	if wanted == 0 && all > 0 {
		return fmt.Errorf("url_pattern %q %w of %d links", pattern, ErrNoMatch, all)
	}
	if wanted > len(kept) {
		r.note("the first %d of %d items were read", len(kept), wanted)
	}
	r.listing.Items = kept
	return nil
}

// fill adds to a story what a second card of it knows.
func fill(it *news.Item, other news.Item) {
	if it.Title == "" {
		it.Title = other.Title
	}
	if it.Summary == "" {
		it.Summary = other.Summary
	}
	if it.Published.IsZero() {
		it.Published = other.Published
	}
	if it.Image == "" {
		it.Image = other.Image
	}
	if len(it.Authors) == 0 {
		it.Authors = other.Authors
	}
}

// addressKey is what two addresses of one story share.
func addressKey(address string) string {
	if key, err := news.Canonical(address); err == nil {
		return key
	}
	return address
}

func (r *lister) note(format string, args ...any) {
	r.listing.Problems = append(r.listing.Problems, news.Problem{What: fmt.Sprintf(format, args...)})
}
