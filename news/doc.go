// Package news holds the nouns of alsoread and the rules that need nothing but
// them: what a source, an item, a story and a sighting are, and when two items
// are one story. It does no input or output and imports nothing of alsoread,
// so that every other package can speak in its words.
//
//   - source.go    Source: one entry of sources.yaml, resolved against its defaults
//   - listing.go   Listing, Item: what one scan of one source read
//   - scan.go      Scan, State, Saved: the outcome of a scan, what it leaves behind
//   - story.go     Story, Sighting, Revision, Query: what was kept, and how to ask for it
//   - search.go    ParseSearch: what a person types into a search box, as a Query
//   - group.go     Group, Member, Reason, Relation, Trend, Correction: which stories tell of one event
//   - article.go   Link, Article, Wanted: what a story's own page said
//   - canonical.go the canonical form of a URL, which is a key and never shown
//   - tracking.go  the query parameters that only say how a reader came to a page
//   - redirect.go  the products that lead to an address which stands in their own
//   - identity.go  which keys make an item the same story as another
//   - publisher.go who stands behind an address
//
// All times are UTC; the zero time means unknown. All text is valid UTF-8
// without control characters other than tab and line feed.
package news
