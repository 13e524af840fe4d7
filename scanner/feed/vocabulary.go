package feed

import "bytes"

// action says what the pass does with an element.
type action uint8

const (
	skip      action = iota // not read, nor anything in it
	into                    // not read, but what is in it is, in the same place
	container               // written, and what is in it is read by the rules of another place
	lone                    // written with its attributes; has no content of interest
	short                   // written with its text
	lift                    // written with a number in place of its text, which is kept aside
	item                    // an item
)

// rule is what happens to one element in one place.
type rule struct {
	do    action
	name  string // as it is written for gofeed
	place place  // of the children of a container
}

// place is where in a document the pass is: it decides which elements are read.
type place uint8

const (
	atNothing place = iota // inside something that is not read
	atProlog               // before the root
	atRoot                 // <rss>, <rdf:RDF>: channel, items, and what RDF has beside the channel
	atChannel              // <channel>
	atFeed                 // Atom's <feed>
	atItem                 // <item>
	atEntry                // <entry>
	atImage
	atPerson
	atSource // Atom's <source>
	atMedia  // <media:group>, <media:content>
	atHours
	atDays
	atOwner
	atTrailer // after the root's end: nothing but items
	places
)

// Dates are written in one vocabulary, dcterms, whatever the format calls
// them. gofeed keeps those as they come, where it would try the dates it knows
// against some hundred layouts that clean.Date reads better.
const (
	datePublished = "dcterms:issued"
	dateUpdated   = "dcterms:modified"
	dateCreated   = "dcterms:created"
	dateAny       = "dcterms:date"
)

func asLift(name string) rule  { return rule{do: lift, name: name} }
func asShort(name string) rule { return rule{do: short, name: name} }
func asLone(name string) rule  { return rule{do: lone, name: name} }
func asParent(name string, inside place) rule {
	return rule{do: container, name: name, place: inside}
}

// extensions are read in channels, feeds, items and entries alike.
var extensions = map[string]rule{
	"dc:title":               asLift("dc:title"),
	"dc:description":         asLift("dc:description"),
	"dc:creator":             asShort("dc:creator"),
	"dc:author":              asShort("dc:creator"),
	"dc:contributor":         asShort("dc:contributor"),
	"dc:publisher":           asShort("dc:publisher"),
	"dc:subject":             asShort("dc:subject"),
	"dc:language":            asShort("dc:language"),
	"dc:rights":              asShort("dc:rights"),
	"dc:identifier":          asShort("dc:identifier"),
	"dc:date":                asShort(dateAny),
	"dcterms:title":          asLift("dc:title"),
	"dcterms:abstract":       asLift("dc:description"),
	"dcterms:creator":        asShort("dc:creator"),
	"dcterms:subject":        asShort("dc:subject"),
	"dcterms:language":       asShort("dc:language"),
	"dcterms:rights":         asShort("dc:rights"),
	"dcterms:issued":         asShort("dcterms:available"), // second to the format's own
	"dcterms:available":      asShort("dcterms:available"),
	"dcterms:modified":       asShort(dateUpdated),
	"dcterms:created":        asShort(dateCreated),
	"dcterms:date":           asShort(dateAny),
	"prism:publicationdate":  asShort("prism:publicationDate"),
	"media:group":            asParent("media:group", atMedia),
	"media:content":          asParent("media:content", atMedia),
	"media:thumbnail":        asLone("media:thumbnail"),
	"media:title":            asLift("media:title"),
	"media:description":      asLift("media:description"),
	"media:keywords":         asShort("media:keywords"),
	"media:category":         asShort("media:category"),
	"itunes:author":          asShort("itunes:author"),
	"itunes:owner":           asParent("itunes:owner", atOwner),
	"itunes:name":            asShort("itunes:author"),
	"itunes:image":           asLone("itunes:image"),
	"itunes:link":            asLone("itunes:link"),
	"itunes:title":           asLift("itunes:title"),
	"itunes:summary":         asLift("itunes:summary"),
	"itunes:subtitle":        asLift("itunes:subtitle"),
	"itunes:keywords":        asShort("itunes:keywords"),
	"itunes:category":        asParent("itunes:category", atOwner),
	"googleplay:author":      asShort("itunes:author"),
	"googleplay:image":       asLone("itunes:image"),
	"googleplay:description": asLift("itunes:summary"),
	"podcast:person":         asShort("podcast:person"),
	"podcast:images":         asLone("podcast:images"),
	"feedburner:origlink":    asShort("feedburner:origLink"),
	"pheedo:origlink":        asShort("feedburner:origLink"),
	"l:permalink":            asLone("l:permalink"),
	"xhtml:body":             asLift("xhtml:body"),
	"xhtml:div":              asLift("xhtml:body"),
}

var channelRules = map[string]rule{
	"title":          asLift("title"),
	"link":           asShort("link"),
	"url":            asShort("link"),
	"description":    asLift("description"),
	"abstract":       asLift("description"), // CDF
	"tagline":        asLift("description"),
	"subtitle":       asLift("description"),
	"language":       asShort("language"),
	"copyright":      asLift("copyright"),
	"rights":         asLift("copyright"),
	"managingeditor": asShort("managingEditor"),
	"author":         asShort("managingEditor"),
	"webmaster":      asShort("webMaster"),
	"pubdate":        asShort(datePublished),
	"lastbuilddate":  asShort(dateUpdated),
	"lastmod":        asShort(dateUpdated),
	"modified":       asShort(dateUpdated),
	"updated":        asShort(dateUpdated),
	"published":      asShort(datePublished),
	"date":           asShort(dateAny),
	"ttl":            asShort("ttl"),
	"image":          asParent("image", atImage),
	"logo":           asLone("atom:logo"), // CDF
	"skiphours":      asParent("skipHours", atHours),
	"skipdays":       asParent("skipDays", atDays),
	"category":       asShort("category"),
	"item":           {do: item, name: "item", place: atItem},
	"items":          {do: into}, // RSS 1.1; in RSS 1.0 a table of contents
	"atom:link":      asLone("atom:link"),
	"atom:id":        asLift("atom:id"),
	"atom:title":     asLift("atom:title"),
	"atom:subtitle":  asLift("atom:subtitle"),
	"atom:rights":    asLift("atom:rights"),
	"atom:logo":      asShort("atom:logo"),
	"atom:icon":      asShort("atom:icon"),
	"atom:author":    asParent("atom:author", atPerson),
	"atom:updated":   asShort(dateUpdated),
	"atom:published": asShort(datePublished),
	"atom:entry":     {do: item, name: "item", place: atItem},
}

var itemRules = map[string]rule{
	"title":           asLift("title"),
	"link":            asShort("link"),
	"url":             asShort("link"),
	"description":     asLift("description"),
	"abstract":        asLift("description"), // CDF
	"summary":         asLift("description"),
	"tagline":         asLift("description"),
	"content:encoded": asLift("content:encoded"),
	"content":         asLift("content:encoded"),
	"body":            asLift("content:encoded"),
	"fullitem":        asLift("content:encoded"),
	"encoded":         asLift("content:encoded"),
	"guid":            asLift("guid"),
	"id":              asLift("guid"),
	"author":          asShort("author"),
	"comments":        asShort("comments"),
	"pubdate":         asShort(datePublished),
	"published":       asShort(datePublished),
	"issued":          asShort(datePublished),
	"lastmod":         asShort(dateUpdated),
	"updated":         asShort(dateUpdated),
	"modified":        asShort(dateUpdated),
	"lastbuilddate":   asShort(dateUpdated),
	"created":         asShort(dateCreated),
	"date":            asShort(dateAny),
	"category":        asShort("category"),
	"keywords":        asShort("media:keywords"),
	"tags":            asShort("media:keywords"),
	"enclosure":       asLone("enclosure"),
	"source":          asShort("source"),
	"image":           asParent("media:image", atImage),
	"thumbnail":       asLone("media:thumbnail"),
	"atom:link":       asLone("atom:link"),
	"atom:id":         asLift("atom:id"),
	"atom:title":      asLift("atom:title"),
	"atom:summary":    asLift("atom:summary"),
	"atom:content":    asLift("atom:content"),
	"atom:author":     asParent("atom:author", atPerson),
	"atom:updated":    asShort(dateUpdated),
	"atom:published":  asShort(datePublished),
	"atom:category":   asLone("atom:category"),
	"atom:source":     asParent("atom:source", atSource),
}

var feedRules = map[string]rule{
	"title":         asLift("title"),
	"subtitle":      asLift("subtitle"),
	"tagline":       asLift("subtitle"), // Atom 0.3
	"info":          asLift("dc:description"),
	"description":   asLift("dc:description"),
	"id":            asLift("id"),
	"link":          asLone("link"),
	"rights":        asLift("rights"),
	"copyright":     asLift("rights"),
	"icon":          asShort("icon"),
	"logo":          asShort("logo"),
	"author":        asParent("author", atPerson),
	"contributor":   asParent("contributor", atPerson),
	"category":      asLone("category"),
	"updated":       asShort(dateUpdated),
	"modified":      asShort(dateUpdated),
	"published":     asShort(datePublished),
	"issued":        asShort(datePublished),
	"created":       asShort(dateCreated),
	"pubdate":       asShort(datePublished),
	"lastbuilddate": asShort(dateUpdated),
	"entry":         {do: item, name: "entry", place: atEntry},
	"item":          {do: item, name: "entry", place: atEntry},
}

var entryRules = map[string]rule{
	"title":           asLift("title"),
	"id":              asLift("id"),
	"guid":            asLift("id"),
	"link":            asLone("link"),
	"summary":         asLift("summary"),
	"description":     asLift("summary"),
	"content":         asLift("content"),
	"content:encoded": asLift("content"),
	"rights":          asLift("rights"),
	"author":          asParent("author", atPerson),
	"contributor":     asParent("contributor", atPerson),
	"category":        asLone("category"),
	"source":          asParent("source", atSource),
	"updated":         asShort(dateUpdated),
	"modified":        asShort(dateUpdated),
	"published":       asShort(datePublished),
	"issued":          asShort(datePublished),
	"pubdate":         asShort(datePublished),
	"created":         asShort(dateCreated),
}

// rules are the vocabularies of the places.
var rules = [places]map[string]rule{
	atRoot: {
		"channel": {do: into, place: atChannel},
		"item":    {do: item, name: "item", place: atItem},
		"image":   asParent("image", atImage),
	},
	atChannel: channelRules,
	atFeed:    feedRules,
	atItem:    itemRules,
	atEntry:   entryRules,
	atImage: {
		"url":  asShort("url"),
		"link": asShort("link"),
	},
	atPerson: {
		"name":     asShort("name"),
		"email":    asShort("email"),
		"uri":      asShort("uri"),
		"url":      asShort("uri"),
		"homepage": asShort("uri"),
	},
	atSource: {
		"title":   asLift("title"),
		"id":      asLift("id"),
		"link":    asLone("link"),
		"author":  asParent("author", atPerson),
		"updated": asShort(dateUpdated),
		"rights":  asLift("rights"),
	},
	atMedia: {
		"media:content":     asParent("media:content", atMedia),
		"media:thumbnail":   asLone("media:thumbnail"),
		"media:title":       asLift("media:title"),
		"media:description": asLift("media:description"),
		"media:keywords":    asShort("media:keywords"),
		"media:category":    asShort("media:category"),
	},
	atHours: {"hour": asShort("hour")},
	atDays:  {"day": asShort("day")},
	atOwner: {
		"itunes:name":     asShort("itunes:name"),
		"itunes:email":    asShort("itunes:email"),
		"itunes:category": asParent("itunes:category", atOwner),
	},
	atTrailer: {
		"item":  {do: item, name: "item", place: atItem},
		"entry": {do: item, name: "entry", place: atEntry},
	},
}

// lookup returns the rule for an element in a place; the zero rule skips it.
func lookup(at place, key []byte) rule {
	if r, ok := rules[at][string(key)]; ok {
		return r
	}
	switch at {
	case atChannel, atFeed, atItem, atEntry:
		return extensions[string(key)]
	case atPerson, atSource: // Atom's within RSS
		if local, ok := bytes.CutPrefix(key, []byte("atom:")); ok {
			return rules[at][string(local)]
		}
	}
	return rule{}
}

// attributes that are written; the others say nothing to a reader.
var readAttributes = map[string]string{
	"href": "href", "url": "url", "rel": "rel", "type": "type", "length": "length",
	"term": "term", "label": "label", "scheme": "scheme", "domain": "domain", "ispermalink": "isPermaLink",
	"medium": "medium", "filesize": "fileSize", "isdefault": "isDefault", "role": "role", "text": "text",
	"src": "src", "width": "width", "height": "height", "title": "title", "hreflang": "hreflang", "rdf:resource": "resource",
	"srcset": "srcset",
}
