// Package hostile has publishers that misbehave: they hang, drip, flood, lie,
// cut off, redirect in circles and send documents made to hurt. Each is a Case
// that says which fault it plays and what a scan of it must come to. Start gives
// each an address of its own on loopback.
//
// Whatever a client does, a server of this package sends at most maxWire bytes
// in an answer and ends with the context it was started with.
//
//   - case.go       Case, Cases, and what they share
//   - site.go       Start, Site: the servers
//   - slow.go       no answer, or one that never ends
//   - bombs.go      bodies that grow when they are decompressed, or go on for ever
//   - floods.go     headers, cookies, 1xx answers, chunk extensions
//   - broken.go     answers cut off or malformed
//   - wrong.go      well-formed answers that are not what was asked for
//   - waiting.go    Retry-After and max-age, sane and insane
//   - life.go       sources whose answers change from scan to scan
//   - redirects.go  redirects, good and bad
//   - nesting.go    documents that are deep, wide, or expand
//   - excess.go     documents that hold too much
//   - oddities.go   guids, dates, charsets and links as they should not be
//   - mixed.go      twenty good and twenty hostile sources as one set
package hostile
