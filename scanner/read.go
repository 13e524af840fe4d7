package scanner

import (
	"context"
	"fmt"
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
)

// What we say we can read. Feeds first: some servers answer a feed address
// with HTML to whoever accepts it.
const (
	acceptFeed = "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
	acceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
)

func acceptFor(kind news.Kind) string {
	if kind == news.KindPage {
		return acceptPage
	}
	return acceptFeed
}

// read turns what a source answered into a listing. Few documents are read at
// once: reading is what takes memory, and more at once than there are
// processors gains nothing.
func (s *Scanner) read(ctx context.Context, src news.Source, res *Response) (*news.Listing, error) {
	if listsOnPage(src) {
		return s.readListing(ctx, src, res)
	}
	select {
	case s.parsing <- struct{}{}:
		defer func() { <-s.parsing }()
	case <-ctx.Done():
		return nil, fmt.Errorf("read: %w", context.Cause(ctx))
	}
	ctx, cancel := context.WithTimeout(ctx, src.Timeout)
	defer cancel()
	listing, err := feed.Read(ctx, feed.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType,
		MaxItems: src.MaxItems, Now: time.Now().UTC()})
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return listing, nil
}
