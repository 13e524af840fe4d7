// Package clean holds what feeds and pages share: turning what publishers send
// into text, addresses, times and HTML that the rest of alsoread can trust. It
// does no input or output, never panics, and its time and memory are bounded by
// the length of what it is given, whatever that is.
//
//	UTF8      bytes of a document   -> UTF-8, whatever charset they are in
//	HTML      a fragment of HTML    -> safe HTML with absolute addresses
//	Text      a fragment of HTML    -> what a reader sees of it
//	Title     a title               -> one line of text, without markup
//	Line      any text              -> one line of text
//	URL       an address            -> an absolute http or https address
//	Date      a date                -> a time in UTC, and what was guessed
//	Clamp     a publication time    -> what may be kept of it
//	Language  a language tag        -> BCP 47
//
// All text that comes out is valid UTF-8 without the characters that XML 1.0
// forbids and without control characters other than tab and line feed, so that
// it can stand in a database, an XML document and a terminal.
//
// # Sanitising
//
// There is one policy, the tables of policy.go: images, tables, lists, figures,
// quotations, audio, video, ruby and the like stay; scripts, styles, forms,
// frames, objects, SVG, MathML, event handlers, addresses other than http, https
// and mailto, and images made to be counted rather than seen go. An embedded
// player becomes a link to what it plays. Links have no target, so rel is
// dropped as well; who shows a page sets its Referrer-Policy.
//
// Nothing comes out that proven (prove.go) has not judged: a small scanner that
// accepts sanitised HTML in canonical form and nothing else. What publishers
// send is often in that form already and is returned as it is. The rest is
// written anew by rewrite (rewrite.go, element.go, media.go), which escapes
// every byte that it has not put together itself; a fragment whose tags cannot
// be told apart without doubt goes through bluemonday before. Output that is not
// proven would come out as text.
//
// # Dates
//
// RFC 822 and 3339 are read on a fast path (date.go). Everything else is split
// into numbers, words and marks (datelex.go); words are looked up in the
// dictionary of datewords.go; then the time of day is taken out (dateclock.go),
// the zone (dateoffset.go, datezones.go), and what is left says the day
// (dateday.go, dateorder.go). What was guessed is said.
package clean
