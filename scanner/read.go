package scanner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
	"alsoread/scanner/sitemap"
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

// read turns what a source answered into a listing. It may ask for more: the
// pages that follow a listing page, the sitemaps of an index. An index says in
// res what is to be remembered of it.
func (s *Scanner) read(ctx context.Context, src news.Source, old news.State, res *Response) (listing *news.Listing, err error) {
	switch {
	case listsOnPage(src):
		listing, err = s.readListing(ctx, src, res)
		return listing, explainPage(res, err)
	case src.Kind == news.KindSitemap:
		if listing, err = s.readSitemap(ctx, src, old, res); errors.Is(err, sitemap.ErrFeed) {
			listing, err = s.readFeed(ctx, src, res) // a feed may serve as a sitemap (sitemaps.org/protocol.html#otherformats)
		}
	default:
		listing, err = s.readFeed(ctx, src, res)
		if errors.Is(err, feed.ErrXML) && src.Kind == news.KindAuto && sitemap.Is(res.Body, res.ContentType) {
			listing, err = s.readSitemap(ctx, src, old, res)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read: %w", explainDocument(src, res, err))
	}
	return listing, nil
}

func (s *Scanner) readFeed(ctx context.Context, src news.Source, res *Response) (*news.Listing, error) {
	ctx, done, err := s.reading(ctx, src)
	if err != nil {
		return nil, err
	}
	defer done()
	return feed.Read(ctx, feed.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType,
		MaxItems: src.MaxItems, Now: time.Now().UTC()})
}

// reading waits until a document may be read, and bounds the time that takes.
// Few are read at once: reading is what takes memory, and more at once than
// there are processors gains nothing.
func (s *Scanner) reading(ctx context.Context, src news.Source) (context.Context, func(), error) {
	s.giveWay(ctx)
	select {
	case s.parsing <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, src.Timeout)
	return ctx, func() { cancel(); <-s.parsing }, nil
}
