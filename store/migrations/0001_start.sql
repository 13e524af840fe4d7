-- Times are milliseconds since 1970 UTC; 0 means unknown.

CREATE TABLE sources (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  space         TEXT    NOT NULL UNIQUE,     -- its first name: what its guids are told apart by
  url           TEXT    NOT NULL,            -- as sources.yaml has it, secrets not filled in
  url_hash      INTEGER NOT NULL,            -- of the URL that is really asked
  reading_hash  INTEGER NOT NULL,            -- of the settings that decide what is read from a body
  kind          TEXT    NOT NULL,
  publisher     TEXT    NOT NULL,
  gone          INTEGER NOT NULL DEFAULT 0,  -- when it left sources.yaml
  -- what scans have left behind: news.State
  moved_url     TEXT    NOT NULL DEFAULT '',
  etag          TEXT    NOT NULL DEFAULT '',
  last_modified TEXT    NOT NULL DEFAULT '',
  body_hash     INTEGER NOT NULL DEFAULT 0,
  last_scan     INTEGER NOT NULL DEFAULT 0,
  last_success  INTEGER NOT NULL DEFAULT 0,
  last_new      INTEGER NOT NULL DEFAULT 0,
  next_scan     INTEGER NOT NULL DEFAULT 0,
  not_before    INTEGER NOT NULL DEFAULT 0,
  back_off      INTEGER NOT NULL DEFAULT 0,
  rhythm        INTEGER NOT NULL DEFAULT 0,  -- milliseconds
  failures      INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER NOT NULL DEFAULT 0,
  error         TEXT    NOT NULL DEFAULT '',
  ttl           INTEGER NOT NULL DEFAULT 0,  -- milliseconds
  skip_hours    INTEGER NOT NULL DEFAULT 0,
  skip_days     INTEGER NOT NULL DEFAULT 0,
  retired       INTEGER NOT NULL DEFAULT 0,
  -- what the last document said of itself
  format        TEXT    NOT NULL DEFAULT '',
  title         TEXT    NOT NULL DEFAULT '',
  link          TEXT    NOT NULL DEFAULT '',
  stories       INTEGER NOT NULL DEFAULT 0   -- rows of listings
) STRICT;
CREATE INDEX sources_publisher ON sources (publisher);

CREATE TABLE tags (
  tag       TEXT    NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  place     INTEGER NOT NULL,                -- in the order of sources.yaml
  PRIMARY KEY (tag, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
  id         INTEGER PRIMARY KEY,            -- never given twice, not even after a purge
  key        BLOB    NOT NULL,               -- what it was first known by
  sort       INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  published  INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,               -- the source that listed it first and may revise it
  body       INTEGER NOT NULL,               -- bodies.id * 4096 + place in the block; 0: none
  revisions  INTEGER NOT NULL DEFAULT 0,
  language   TEXT    NOT NULL,
  tongue     TEXT    NOT NULL,               -- the primary tag of language
  url        TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  summary    TEXT    NOT NULL,               -- a long one: its beginning, the whole is in the body
  guid       TEXT    NOT NULL,
  image      TEXT    NOT NULL,
  more       TEXT                            -- JSON: authors, categories, enclosures, comments
) STRICT;
CREATE INDEX stories_sort ON stories (sort);
CREATE INDEX stories_language ON stories (tongue, sort) WHERE tongue <> '';

-- Compressed blocks of summaries and contents: what lists do not read.
CREATE TABLE bodies (
  id   INTEGER PRIMARY KEY,
  data BLOB    NOT NULL
) STRICT;

-- Which story an item is. An identity whose story is no longer there is a
-- tombstone: it keeps a purged story from returning.
CREATE TABLE identities (
  key      BLOB    PRIMARY KEY,
  story_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a source lists now, by a hash of all it said of the story.
CREATE TABLE listings (
  source_id INTEGER NOT NULL,
  story_id  INTEGER NOT NULL,
  hash      INTEGER NOT NULL,
  PRIMARY KEY (source_id, story_id)
) STRICT, WITHOUT ROWID;

-- Append-only: source S listed story X at time T under URL U and title V.
-- NULL stands for what the story itself has.
CREATE TABLE sightings (
  story_id  INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  url       TEXT,
  title     TEXT,
  guid      TEXT,
  PRIMARY KEY (story_id, at, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
  story_id INTEGER NOT NULL,
  n        INTEGER NOT NULL,                 -- from 1
  until    INTEGER NOT NULL,
  title    TEXT    NOT NULL,
  summary  TEXT    NOT NULL,
  body     INTEGER NOT NULL,
  PRIMARY KEY (story_id, n)
) STRICT, WITHOUT ROWID;

-- The terms are made in Go (terms.go): "ascii" only splits them at spaces.
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- Segments are merged by eight and not by four: half of the merging is saved.
INSERT INTO search (search, rank) VALUES ('automerge', 8);

-- One row: the last numbers given, and what exports are dated by.
CREATE TABLE counters (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  last_story INTEGER NOT NULL,
  last_body  INTEGER NOT NULL,
  version    INTEGER NOT NULL,               -- grows with every change that a reader could see
  changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO counters VALUES (1, 0, 0, 0, 0);
