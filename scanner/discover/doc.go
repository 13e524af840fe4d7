// Package discover finds what can be followed at an address that is no feed
// itself: the feeds and sitemaps that a page names, and where a site that names
// none is likely to have them. It does no input or output and keeps no state:
// whether a candidate is a feed, only reading it tells.
//
//	feeds.go     Feeds: the one walk over a page
//	declared.go  link elements: which of them name a feed
//	shape.go     what an address looks like: a feed, a sitemap, comments
//	rank.go      the order of what was found
//	guesses.go   Guesses: well-known paths
//	sites.go     the sites whose feeds have a place that follows from the page's
//	robots.go    Sitemaps: what robots.txt names
//	barrier.go   BarrierOf: what stands in place of the page that was asked for
package discover
