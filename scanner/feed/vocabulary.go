package feed

import (
	"bytes"
	"maps"
)

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
	aside                   // kept aside with its attributes; gofeed does not see it
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
	atWhere    // <georss:where> and the shapes of GML
	atChapters // <psc:chapters>
	atTrailer  // after the root's end: nothing but items
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
var extensions = merged(beside, map[string]rule{
	"dc:title":               asLift("dc:title"),
	"dc:description":         asLift("dc:description"),
	"dc:creator":             asShort("dc:creator"),
	"dc:author":              asShort("dc:creator"),
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
	"podcast:images":         asLone("podcast:images"),
	"feedburner:origlink":    asShort("feedburner:origLink"),
	"pheedo:origlink":        asShort("feedburner:origLink"),
	"l:permalink":            asLone("l:permalink"),
	"xhtml:body":             asLift("xhtml:body"),
	"xhtml:div":              asLift("xhtml:body"),
})

func merged(one, other map[string]rule) map[string]rule {
	all := maps.Clone(one)
	maps.Copy(all, other)
	return all
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
	"generator":     asAside(generatorOf),
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
	"copyright":       asLift("rights"),
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
		"channel":     asInto(atChannel),
		"redirect":    asInto(atRoot),
		"newlocation": asAside(movedTo),
		"item":        {do: item, name: "item", place: atItem},
		"image":       asParent("image", atImage),
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
		"title":     asLift("title"),
		"id":        asLift("id"),
		"link":      asLone("link"),
		"author":    asParent("author", atPerson),
		"updated":   asShort(dateUpdated),
		"modified":  asShort(dateUpdated),
		"rights":    asLift("rights"),
		"copyright": asLift("rights"),
	},
	atMedia: {
		"media:content":     asParent("media:content", atMedia),
		"media:thumbnail":   asLone("media:thumbnail"),
		"media:title":       asLift("media:title"),
		"media:description": asLift("media:description"),
		"media:keywords":    asShort("media:keywords"),
		"media:category":    asShort("media:category"),
		"media:credit":      asAside(personPart),
		"media:license":     asAside(licenceOf),
		"media:rating":      asAside(episodeRating),
	},
	atWhere:    whereRules,
	atChapters: {"psc:chapter": asAside(episodeChapter)},
	atHours:    {"hour": asShort("hour")},
	atDays:     {"day": asShort("day")},
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
	"srcset": "srcset", "duration": "duration",
}
