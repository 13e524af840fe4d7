package discover

import "strings"

// declares says whether a link element names a feed or a sitemap.
func (r *reference) declares() bool {
	if has(r.rel, "sitemap") {
		return isXML(r.mediaType) || mayBeSitemap(r.href)
	}
	return r.declaresFeed() || r.mayDeclareFeed()
}

// declaresFeed says whether a reference leaves no doubt: it stands for the page
// (rel=alternate, https://html.spec.whatwg.org/#rel-alternate) in the media type of a
// feed, or has the relation feed that HTML 5 had for a while.
func (r *reference) declaresFeed() bool {
	switch {
	case has(r.rel, "stylesheet", "icon", "preload", "edit", "service.post", "edituri"):
		return false
	case has(r.rel, "feed", "service.feed"):
		return !strings.HasPrefix(r.mediaType, "text/html")
	case isFeedType(r.mediaType):
		return len(r.rel) == 0 && !r.anchor || has(r.rel, "alternate", "alternative", "alt", "rss", "atom")
	}
	return false
}

// mayDeclareFeed says whether a link element with a doubtful media type names a
// feed: XML could be anything, JSON is mostly an API of the page's own content
// management, and without a type an alternate is mostly another edition.
func (r *reference) mayDeclareFeed() bool {
	if !has(r.rel, "alternate", "rss", "atom") || has(r.rel, "stylesheet") || strings.Contains(r.href, "oembed") {
		return false
	}
	switch {
	case isXML(r.mediaType):
		return true
	case r.mediaType == "application/json", r.mediaType == "text/plain", r.mediaType == "" && !r.language:
		return mayBeFeed(r.href) && !strings.Contains(r.href, "wp-json")
	}
	return false
}

// isFeedType says whether a media type, registered or not, is that of a feed.
func isFeedType(t string) bool {
	switch {
	case strings.Contains(t, "oembed"), strings.Contains(t, "rsd"), strings.Contains(t, "opensearch"):
		return false
	case t == "application/feed+json", t == "application/x-netcdf", t == "application/cdf":
		return true
	}
	kind, name, _ := strings.Cut(t, "/")
	return (kind == "application" || kind == "text") &&
		(strings.Contains(name, "rss") || strings.Contains(name, "atom") || strings.Contains(name, "rdf"))
}

func isXML(t string) bool { return t == "text/xml" || t == "application/xml" }
