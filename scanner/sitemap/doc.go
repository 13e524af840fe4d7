// Package sitemap reads sitemaps as news sources: bytes and an address go in, a
// news.Listing comes out, and for an index the sitemaps that it names. It does
// no input or output and keeps no state.
//
// It reads news sitemaps (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap),
// plain, image and video sitemaps, indexes and lists of addresses in plain text
// (https://www.sitemaps.org/protocol.html), each of them gzip-ed or not.
//
//	read.go    Document, Read: which kind is it, and the order of the rest
//	gzip.go    a file that is compressed by itself
//	token.go   tags and the text between them: a byte scanner that forgives
//	walk.go    the one pass over the tags -> entries
//	field.go   the text of an element -> what it says
//	entry.go   an entry -> news.Item or Child
//	newest.go  the newest entries, whatever their number
//	slug.go    what an address tells: a title, a day
//	text.go    a list of addresses
//	sniff.go   what a document is when it is no sitemap
//
// Elements are known by their local names and by what they stand in, never by
// their prefixes: many sitemaps declare a wrong namespace or none. No
// element is kept open, so depth costs nothing; a document of any size is read
// in time that grows with its bytes and in memory for the entries that are kept.
package sitemap
