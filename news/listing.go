package news

import "time"

// Listing is what one document listed and what it said of itself: a feed, a
// listing page or a sitemap.
type Listing struct {
	Kind        Kind
	Format      string // "rss 2.0", "rss 1.0", "atom 1.0", "json feed 1.1", "page", "news sitemap", ...
	ID          string
	Title       string // text
	Description string // text
	Link        string // the site's own page, absolute
	Self        string // the address the feed gives itself, absolute
	Hub         string // WebSub hub, absolute
	Language    string // BCP 47, lower-case primary tag
	Copyright   string
	Licence     string // its address, or its name where it has none
	Image       string
	Authors     []string
	Categories  []string
	Updated     time.Time

	Charset   string    // what the document was read as, in lower case: "utf-8", "windows-1252"
	Generator Generator // the program that wrote it
	People    []Person  // see Item.People
	Podcast   *Podcast  // nil when it is none, or does not say
	MovedTo   string    // the address the feed says it has moved to, absolute

	// What the publisher asks of readers. RSS 2.0: ttl, skipHours, skipDays.
	TTL       time.Duration
	SkipHours []int          // 0 to 23, GMT
	SkipDays  []time.Weekday // in GMT

	Next  string // the next page of the listing, absolute
	Items []Item // in document order
	Shape *Shape // of a listing page, its first where it has several; nil: of other documents

	// Problems tell what was wrong with the document and what was lost.
	Problems []Problem
}

// Problem is one thing that was wrong with a document.
type Problem struct {
	Line int // in the document as it came, from 1; 0 when it belongs to no line
	What string
}

// Item is an entry as one source listed it, at one scan.
type Item struct {
	GUID        string // as the publisher gave it; empty when it gave none
	URL         string // the publisher's own link to the story, absolute
	Title       string // text
	Authors     []string
	Published   time.Time
	Updated     time.Time
	Summary     string // sanitised HTML
	Content     string // sanitised HTML; empty when the document gave only a summary
	Image       string
	Enclosures  []Enclosure
	Categories  []string
	Language    string // BCP 47
	CommentsURL string
	Via         string // the address an aggregator took the item from (RSS source, Atom rel=via)
	Line        int    // where the item starts in the document, from 1; 0 when unknown

	Copyright string // of this item, where it has one of its own; text
	Licence   string // its address, or its name where it has none

	// People are those of whom the document says more than that they are an
	// author: their address, their mail, what else they did. Authors names
	// every author, those here included.
	People  []Person
	Place   *Place   // where it happened
	Episode *Episode // what a player shows of a sound or a film
	Origin  *Origin  // the feed it was taken from
}

// Enclosure is a file that belongs to an item.
type Enclosure struct {
	URL    string
	Type   string // media type; may be empty
	Length int64  // bytes; 0 when unknown
}
