// Package store keeps stories in one SQLite file: the only place of alsoread
// that speaks SQL. One writer takes batches of scans, each in one transaction;
// any number of readers list, search and export meanwhile.
//
//   - store.go    Open, Close: one writer connection, a pool of readers
//   - file.go     what lies at the path, before SQLite touches it
//   - migrate.go  the numbered files of migrations/, one transaction each
//   - seal.go     whether the file is as it was last closed, or must be checked
//   - sources.go  Sync: sources.yaml mirrored
//   - states.go   States, Sources: what scans have left behind
//   - days.go     Days: stories a day, counted as they come
//   - save.go     Save: a batch of scans in one transaction
//   - known.go    which stories the items of a listing are
//   - old_keys.go identities of databases from before keys had places
//   - lane.go     what the writer keeps: statements, transactions
//   - write.go    new stories and sightings
//   - revise.go   what a story's own source says differently
//   - articles.go stories whose own page is to be read, what it said
//   - links.go    what a story recommends, and the stories that this leads to
//   - follow.go   what these links lead to and no source has listed
//   - abroad.go   whose they are, where that publisher has no source
//   - body.go     summaries and contents in compressed blocks
//   - text.go     the visible text of HTML
//   - terms.go    text to search terms, for every script
//   - match.go    what a user typed to what FTS5 is asked
//   - query.go    which stories a query selects, and in what order
//   - stories.go  Stories, Story, Revisions
//   - readers.go  the connections that read, with their prepared statements
//   - load.go     rows to nouns, a table at a time
//   - reading.go  Mark, MarkThrough, Reading: what was read and saved
//   - purge.go    Purge: retention by age and size
//   - backup.go   Backup: a copy while others write
//   - check.go    Check: facts and faults for the doctor
//   - lock.go     Lock: one daemon a database
//   - errors.go   SQLite's result codes in words
//
// The schema is drawn in docs/store.md.
//
// Identity has two keys (news.Identify): canonical URL, and source with guid.
// The URL key decides; where it is unknown the guid key does, if what it leads
// to can still be the same story. Nothing is deleted because a source no longer
// lists it: only Purge removes, and the identities of what it removes stay as
// tombstones.
package store
