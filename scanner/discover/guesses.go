package discover

import (
	"net/url"
	"strings"

	"alsoread/news"
	"alsoread/scanner/clean"
)

// wellKnown are paths where sites have their feed, the most common first: those
// of WordPress, Ghost and Tumblr, of static site generators, of Blogger.
var wellKnown = []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json",
	"/feeds/posts/default", "/index.rdf", "/feed/rss", "/rss/index.xml", "/blog/feed", "/blog/rss.xml", "/?feed=rss2"}

// wellKnownSitemaps likewise, those for news first.
var wellKnownSitemaps = []string{"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml"}

// Guesses returns where the feeds of a page may be, judging by its address
// alone: where the site is one that is known, there; else at well-known paths,
// of the page's own folder first. The likeliest come first.
func Guesses(pageURL string) []Found {
	page := absolute(clean.URL(pageURL, nil))
	if page == nil || page.Scheme != "http" && page.Scheme != "https" {
		return nil
	}
	var list []Found
	for _, address := range siteFeeds(page) {
		list = append(list, guess(address, BySite, news.KindFeed))
	}
	site := page.Scheme + "://" + page.Host
	if folder := strings.TrimRight(page.EscapedPath(), "/"); isSection(folder) && !looksLikeFeed(page) {
		list = append(list, guess(site+folder+"/feed", ByPath, news.KindFeed))
	}
	for _, path := range wellKnown {
		list = append(list, guess(site+path, ByPath, news.KindFeed))
	}
	for _, path := range wellKnownSitemaps {
		list = append(list, guess(site+path, ByPath, news.KindSitemap))
	}
	return ranked(list, nil)
}

// isSection says whether a path is likely to be that of a section or a blog: an
// article's own feed, where it has one, is that of its comments.
func isSection(folder string) bool {
	return folder != "" && strings.Count(folder, "/") <= 2 && strings.Count(folder, "-") < 3 && !strings.ContainsAny(folder, ".0123456789")
}

func guess(address string, how How, kind news.Kind) Found {
	return Found{URL: address, Kind: kind, How: how, Comments: kind == news.KindFeed && isComments(address, "")}
}

// siteFeeds returns the feeds of a page on a site that is known.
func siteFeeds(page *url.URL) []string {
	host := strings.TrimPrefix(strings.ToLower(page.Hostname()), "www.")
	p := place{page: page, host: host, site: page.Scheme + "://" + page.Host}
	for segment := range strings.SplitSeq(strings.Trim(page.EscapedPath(), "/"), "/") {
		if segment != "" {
			p.path = append(p.path, segment)
		}
	}
	for _, s := range sites {
		if s.is(host) {
			return s.feeds(p)
		}
	}
	return mastodonFeeds(p)
}
