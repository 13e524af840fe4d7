// Package feed reads RSS, RDF, Atom, CDF and JSON Feed documents: bytes, an
// address and a content type go in, a news.Listing with items and problems
// comes out. It does no input or output and keeps no state.
//
// A document passes through these stages, each a file or a few:
//
//	read.go         the way through, and the errors
//	sniff.go        what are the bytes, when they are no feed?
//	doctype.go      entities a document declares itself
//	markup.go seek.go  tags, attributes, comments: a byte scanner that forgives
//	limits.go       what a document may cost: depth, attributes, namespaces, fields
//	names.go        prefixes and namespace addresses -> one spelling of each name
//	vocabulary.go vocabulary_rss.go vocabulary_beside.go
//	                which elements are read where, and as what
//	digest.go       the one pass over the bytes -> a digest: a small well-formed document
//	                and the texts that were lifted out of it; with
//	                root.go element.go items.go content.go write.go keep.go
//	salvage.go      what the pass does where tags are missing, stray or crossed
//	gofeed.go       the digest -> gofeed's format parsers, under a context and a recover
//	rss.go rss_people.go atom.go item.go extension.go
//	                gofeed's structs -> news.Listing, news.Item
//	aside.go annotation.go place.go person.go origin.go
//	                what stands beside the texts: licences, places, episodes, people, sources
//	describe.go describe_parts.go description.go
//	                how it is written, for those who look into a feed: Describe
//	text.go guess.go entity.go  a lifted text -> plain text or safe HTML
//	json.go jsonscan.go  JSON Feed, which has a way of its own
//
// The pass is what makes hostile and broken documents harmless. gofeed dies of
// two million nested elements, takes minutes over nested namespaces, yields
// nothing of a truncated document and loses half of the items to one stray end
// tag. So it is never given a document as it came: it gets the digest, which
// holds only elements that are read, is well-formed because every tag in it
// was written here, and is small because the long texts stay behind as
// references into the body. That is also where the speed comes from: the
// bodies of a feed are nine tenths of its bytes, the pass goes over them at
// 500 MB/s and gofeed at 27. Reading a feed, texts sanitised, costs a third of
// gofeed.Parse.
package feed
