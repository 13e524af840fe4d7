// Package newsroom is the face of the daemon: it serves what the store has
// kept over HTTP, to people, to feed readers and to programs. It knows the store,
// the scans and sources.yaml as small interfaces of its own, changes nothing but
// through those, and leaves the formats to package export.
//
//   - room.go         Options, New
//   - routes.go       the one table of routes; each part of the room keeps its piece beside its handlers
//   - refusal.go      errors that clients are told: a line of text, or problem details for programs
//   - guard.go        what every request must pass: host, origin; the headers every answer bears
//   - requestlog.go   one line of the log and one count for every request
//   - entry.go        who may enter; session.go, tries.go, login.go: people with the password
//   - feeds.go        the merged feeds: /feeds/all.rss, /feeds/tag/T.atom, /feeds/source/S.json, /feeds/search.rss?q=...
//   - feeds_groups.go events as feeds: /feeds/groups.rss, /feeds/group/7.rss
//   - parameters.go   what may be asked of a feed: limit, since, until, q
//   - opml.go         the subscription list: /opml
//   - pages.go        what browsers are served; the views are filled here and drawn by package page
//   - pages_front.go  the front page; pages_entry.go what it shows of a group
//   - pages_group.go, pages_story.go, pages_search.go, pages_feeds.go   the other pages to read
//   - pages_reading.go  what was read and saved, as pages say it
//   - api_sources_change.go  takes sources out, disables and enables them, for pages as well
//   - pages_sources.go  the sources; pages_adding.go adds to them and has them scanned
//   - pages_remembered.go  what is kept between two requests
//   - answer.go       documents made whole, then sent
//   - giveway.go      what nobody waits for gives way to what is being made
//   - condition.go    what a client says it has: ETag, dates, 304
//   - compress.go     whether a client takes gzip
//   - api.go          /api/v1: its routes, JSON in and out; api_*.go its parts; ask.go its parameters; cursor.go its places in lists
//   - reading.go     what was read and saved: the reader of this installation
//   - openapi.go      the document that describes it
//   - events.go       what happens, for all who follow; event_stream.go sends it; watch.go and progress.go find it out
//   - images.go       the images of stories, fetched once; image_cache.go keeps them
//   - health.go       for those who run it: /healthz, /readyz; metrics.go: /metrics
//   - serve.go        Serve: the server with its limits, and its end; serve_tls.go: the same over TLS
//
// # Limits
//
// A document is made in memory before its first byte is sent, so that an error
// is an error to the client and a slow client holds no part of the store. At
// most four documents are made at once, at most 1,000 stories and 32 MiB of
// content go into one, and documents under way may hold 256 MiB together; what
// is beyond is answered by 503 with Retry-After. The server's own limits are in
// serve.go.
package newsroom
