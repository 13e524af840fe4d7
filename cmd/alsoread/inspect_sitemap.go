package main

import (
	"context"
	"errors"
	"time"

	"alsoread/news"
	"alsoread/scanner/feed"
	"alsoread/scanner/sitemap"
)

// inspectedSitemap is a sitemap that an index names.
type inspectedSitemap struct {
	URL     string     `json:"url"`
	Updated *time.Time `json:"updated,omitempty"`
}

// readDocumentOf reads a document as what it is: a feed, a sitemap, or an index
// of sitemaps, which are not asked for.
func readDocumentOf(ctx context.Context, doc feed.Document) (*news.Listing, []inspectedSitemap, error) {
	l, err := feed.Read(ctx, doc)
	if !errors.Is(err, feed.ErrXML) || !sitemap.Is(doc.Body, doc.ContentType) {
		return l, nil, err
	}
	l, children, err := sitemap.Read(ctx, sitemap.Document{Body: doc.Body, URL: doc.URL, ContentType: doc.ContentType, Now: doc.Now})
	var list []inspectedSitemap
	for _, c := range children {
		list = append(list, inspectedSitemap{c.URL, stamp(c.LastMod)})
	}
	return l, list, err
}

// sitemapRows are the sitemaps of an index as a table.
func (in inspection) sitemapRows(wide int, zone *time.Location) [][]string {
	rows := [][]string{{"CHANGED", "SITEMAP"}}
	for _, s := range in.Sitemaps {
		changed := "-"
		if s.Updated != nil {
			changed = clock(*s.Updated, zone)
		}
		rows = append(rows, []string{changed, fit(s.URL, wide-20)})
	}
	return rows
}
