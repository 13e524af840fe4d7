// Package newsworld is a small world of news on loopback addresses: a dozen and
// more invented publishers with feeds, listing pages, articles, pictures and a
// robots.txt each, whose stories are dated from the moment the world starts and
// go on appearing while it runs. The demo, the tests and the benchmarks share
// it; nothing in it needs a network.
//
//   - world.go       Start, World, its clock, its stories
//   - listen.go      an address of its own for every publisher
//   - publishers.go  who there is, and what is odd about each
//   - content.go     the format of content/*.txt, where the stories are written
//   - story.go       Story, Block, and the days of the week in eight languages
//   - serve.go       what a publisher answers: routes, validators, robots.txt
//   - rss.go, rdf.go, atom.go, jsonfeed.go, listing.go   the documents that list stories
//   - sitemap.go     sitemaps for a publisher that has no feed, and a page to log in at
//   - article.go     an article's page and the shapes of its "Also Read" blocks
//   - picture.go     lead images, drawn
//   - requests.go    what was asked, for tests
//   - sources.go     a sources.yaml for the whole world
//
// The folders below it hold publishers of another kind: hostile has servers that
// misbehave, bulk has a thousand sources made by a generator.
//
// All publishers, people, places and events are invented.
package newsworld
