package scanner

import (
	"errors"
	"fmt"

	"alsoread/news"
	"alsoread/scanner/discover"
	"alsoread/scanner/feed"
	"alsoread/scanner/sitemap"
)

// explainDocument says of a document that is not what its source should be what
// it is instead, and where the page says that the feed is.
func explainDocument(src news.Source, res *Response, err error) error {
	wanted := "feed"
	if src.Kind == news.KindSitemap {
		wanted = "sitemap"
	}
	switch {
	case errors.Is(err, feed.ErrHTML), errors.Is(err, sitemap.ErrHTML):
		if b := barrierOf(res); b != discover.NoBarrier {
			return &fault{what: fmt.Sprintf("this is %s, not a %s", b, wanted), err: err}
		}
		if hint := named(src, res); hint != "" {
			return &fault{what: fmt.Sprintf("this is an HTML page, not a %s; %s", wanted, hint), err: err}
		}
	case errors.Is(err, feed.ErrXML) && sitemap.Is(res.Body, res.ContentType):
		return &fault{what: "this is a sitemap, not a feed; kind: sitemap reads it", err: err}
	}
	return err
}

// explainPage says of a page without stories that it is not the page that was
// asked for.
func explainPage(res *Response, err error) error {
	if err == nil {
		return nil
	}
	if b := barrierOf(res); b != discover.NoBarrier {
		return &fault{what: fmt.Sprintf("read: this is %s", b), err: err}
	}
	return err
}

func barrierOf(res *Response) discover.Barrier {
	return discover.BarrierOf(res.Body, res.URL, res.ContentType)
}

// maxNamed is the longest address that an error tells, in characters.
const maxNamed = 150

// named tells which feeds, or sitemaps, a page names, if the source has nothing
// that the addresses could repeat and no log may have.
func named(src news.Source, res *Response) string {
	if hasSecretURL(&src) || hasCredentials(&src) {
		return ""
	}
	first, count := "", 0
	for _, f := range discover.Feeds(res.Body, res.URL, res.ContentType) {
		if f.Comments || (f.Kind == news.KindSitemap) != (src.Kind == news.KindSitemap) || f.URL == src.URL || f.URL == res.URL {
			continue
		}
		if count++; first == "" && len(f.URL) <= maxNamed {
			first = f.URL
		}
	}
	switch {
	case first == "":
		return ""
	case count == 1:
		return "it names " + oneLine(first, maxNamed)
	}
	return fmt.Sprintf("it names %d, the first is %s", count, oneLine(first, maxNamed))
}
