// Package scanner is everything that reaches out: it decides when a source is
// asked, asks it, reads what it answers and hands the outcome to be kept.
//
// The flow goes one way, and each stage is a file:
//
//	schedule.go  when is a source due?                     Schedule
//	queue.go     which due source next? fair over hosts    queue
//	fetch.go     one polite, guarded client                Fetcher
//	read.go      bytes -> news.Listing                     feed, page or sitemap
//	listing.go   a listing page and those that follow it   Scanner.readListing
//	sitemap.go   a sitemap, or an index and what it names  Scanner.readSitemap
//	instead.go   what came instead of a feed, in words
//	scan.go      one source, once -> news.Scan             Scanner.scan
//	articles.go  the pages of a source's new stories       Library, visit
//	follow.go    what their Also Read links lead to        Scanner.targets
//	robots.go    which pages may be read                   robots
//	lane.go      what has arrived -> one transaction       lane
//	grouping.go  what was kept -> groups, beside the lane   Grouping
//	trends.go    now and then, what is on the rise
//	pass.go      a set of sources, once                    Scanner.Pass
//	activity.go  what is being scanned now, for those who look on
//	manners.go   when may a source be asked again?         pure rules
//	discover.go  what can be followed at an address?       Finder
//
// A scan of one source is a unit of work: it needs the source, its state, and
// nothing else, and gives back a news.Scan that holds all that is to be kept.
// Scans run concurrently over hosts; from the lane on there is one at a time.
//
// Two promises rest on this shape. A source's validators (ETag, Last-Modified,
// body hash) are part of its news.Scan and so are stored in the transaction
// that stores the items: what was not kept is asked for again. And a fault in
// one source, a panic included, ends as the error of that source's scan.
//
// Where a source wants its stories' own pages read, its scan is followed by a
// visit: page by page through the same queue, fetcher and lane, so that it holds
// up neither other sources nor the host.
//
// Grouping follows the lane: it asks the store for what is still to be placed, has
// a Grouper place it and the store keep that. Whatever becomes of it, what was
// scanned is kept, and what was not placed is found the next time.
//
// The store is known here only as Keeper, Library, Groups, Past and Headlines, and
// the engine that groups only as Grouper and TrendFinder.
package scanner
