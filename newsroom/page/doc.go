// Package page draws the newsroom's pages: it turns views, filled by the
// newsroom from what the store has, into HTML. It reads and writes nothing
// else, so that every page can be drawn, looked at and tested without a store
// or a server.
//
//   - page.go     New, Pages: the templates and what is written with them
//   - frame.go    Frame: what stands around every page; ways relative to the root
//   - front.go    the front page: headlines, trends, exclusives, the feed, its filters
//   - group.go    one event: its timeline, growth, ties and corrections
//   - story.go    one story: text, sightings, revisions
//   - sources.go  the sources and their health; what adding one would bring
//   - search.go   what was searched for, and found
//   - moment.go   times: relative in the text, whole in the title
//   - count.go    numbers as people write them
//   - why.go      reasons as phrases
//   - growth.go   publishers over time, as SVG
//   - spark.go    stories a day, as SVG
//   - diff.go     two texts, word by word
//   - words.go    searched words, marked; HTML as text
//   - markup.go   the check that outside HTML passes on its way out
//   - pictures.go the pictures of a text, by names that the newsroom knows
//   - assets.go   style, script and icon, under names that hold their hash
//
// # What is outside
//
// Titles, names, labels and errors come from outside and are text: html/template
// escapes them. The only HTML from outside is a story's summary and content. It
// was sanitised when it was read; markup.go looks at it once more and lets
// through nothing but a list of elements and attributes. Pictures, a story's own
// and those of its text, are fetched by the newsroom, or described. No page asks another host for anything,
// has a script or a style of its own, or needs its script to work.
package page
