// Package export writes what alsoread has kept in the formats that feed
// readers and other programs take, reads subscription lists, and puts files
// onto the disk whole or not at all.
//
//   - feed.go      Feed: what a merged feed says of itself; times and ids
//   - rss.go       WriteRSS: RSS 2.0
//   - atom.go      WriteAtom: Atom 1.0 (RFC 4287)
//   - jsonfeed.go  WriteJSON: JSON Feed 1.1
//   - alsoread.go links that a story's publisher put beside it
//   - group.go    GroupItem: an event as one item, naming everybody who tells it
//   - opml.go      Outline and WriteOPML: OPML 2.0
//   - readopml.go  ReadOPML: subscription lists as they come, well-formed or not
//   - opmltags.go  the lenient tag reader below it
//   - charset.go   bytes to text, for subscription lists
//   - file.go      WriteFile: temporary file, fsync, rename
//   - output.go    the streaming, escaping writer below all formats
//   - link.go      which addresses may stand in a link
//   - text.go      HTML to plain text, for the one field that wants it
//
// # What every writer keeps to
//
// The writers stream: one story is held at a time. The same feed and stories
// give the same bytes; no clock, host name or map order enters a document.
// Characters that XML 1.0 forbids, and the control characters it merely
// discourages, are left out; carriage returns become line feeds; bytes that
// are not UTF-8 become U+FFFD. Markup in stories is escaped, never written as
// elements of the document, so that nothing a publisher wrote can end an
// element, a CDATA section or a string.
//
// Only http and https addresses are written as links. A story whose own
// address is of another kind is written without a link.
package export
