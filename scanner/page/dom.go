package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"alsoread/scanner/clean"
)

// What a page may cost. Of the 590 news pages these were set by, the largest has
// 4.6 MB and is 99 elements deep.
const (
	maxBytes      = 16 << 20        // of a page
	maxTagAttrs   = 300             // attributes of one tag
	maxAttributes = 150_000         // of a page
	maxNodes      = 1_000_000       // of a page, text and comments included
	maxTime       = 5 * time.Second // for one page, unless ctx ends earlier
)

// Limits that a page broke. Errors of this package wrap them.
var (
	ErrTooLarge = errors.New("page too large")
	ErrTooDeep  = errors.New("page too deep")
	ErrTooSlow  = errors.New("page too slow to read")
)

// Document is a page as it came.
type Document struct {
	Body        []byte    // decompressed; not changed, and not kept
	URL         string    // where it was found, after redirects: relative addresses are resolved against it
	ContentType string    // of the answer, may be empty
	MaxItems    int       // how many items of a listing to keep, the first; 0: DefaultMaxItems
	Now         time.Time // when it was fetched: no item is dated later; zero: time.Now
}

// now returns when the page was fetched.
func (d Document) now() time.Time {
	if d.Now.IsZero() {
		return time.Now()
	}
	return d.Now
}

// limited returns a context that ends when a page has had its time.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, maxTime, fmt.Errorf("%w: over %v", ErrTooSlow, maxTime))
}

// Parse builds the DOM of a page. Its Url is what the page's relative addresses
// are relative to: the base element where there is one, else the document's own
// address; nil when neither is an absolute http(s) address.
//
// A page over 16 MiB, 300 attributes in a tag, 150,000 attributes or 1,000,000
// nodes in all, nested deeper than 512 elements, or not read within 5 seconds is
// an error that wraps ErrTooLarge, ErrTooDeep or ErrTooSlow.
func Parse(ctx context.Context, d Document) (*goquery.Document, error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	return parse(ctx, d, keepScripts)
}

// keepScripts keeps of the elements that have nothing but text all but styles,
// which nobody reads.
func keepScripts(tag atom.Atom, _, _ []byte) bool { return tag != atom.Style }

// parse is Parse with as much time as ctx gives, and without the text of elements
// that keep refuses.
func parse(ctx context.Context, d Document, keep func(tag atom.Atom, start, raw []byte) bool) (*goquery.Document, error) {
	if len(d.Body) > maxBytes {
		return nil, fmt.Errorf("%w: over %d MiB", ErrTooLarge, maxBytes>>20)
	}
	text, _, _ := clean.UTF8(d.Body, d.ContentType)
	text, err := weigh(ctx, text, keep)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(&timed{ctx: ctx, r: bytes.NewReader(text)})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil && strings.Contains(err.Error(), "512"):
		return nil, fmt.Errorf("%w: over 512 elements one inside the other", ErrTooDeep)
	case err != nil:
		return nil, fmt.Errorf("parse page: %w", err)
	}
	if err := count(root); err != nil {
		return nil, err
	}
	doc := goquery.NewDocumentFromNode(root)
	doc.Url = baseOf(doc, d.URL)
	return doc, nil
}

// timed is a reader that ends with its context. The parser reads 4 KiB at once.
type timed struct {
	ctx context.Context
	r   io.Reader
}

func (t *timed) Read(p []byte) (int, error) {
	if t.ctx.Err() != nil {
		return 0, context.Cause(t.ctx)
	}
	return t.r.Read(p)
}

// count bounds what came of a page.
func count(root *html.Node) error {
	nodes, attributes := 0, 0
	for n := range root.Descendants() {
		nodes++
		attributes += len(n.Attr)
	}
	if attributes > maxAttributes {
		return fmt.Errorf("%w: %d attributes", ErrTooLarge, attributes)
	}
	if nodes > maxNodes {
		return fmt.Errorf("%w: %d nodes", ErrTooLarge, nodes)
	}
	return nil
}

// baseOf returns what the relative addresses of a page are relative to.
func baseOf(doc *goquery.Document, address string) *url.URL {
	own := webAddress(address, nil)
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if base := webAddress(href, own); base != nil {
			return base
		}
	}
	return own
}

// webAddress returns an absolute http(s) address; nil when it is none.
func webAddress(raw string, base *url.URL) *url.URL {
	address := clean.URL(raw, base)
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u
}
