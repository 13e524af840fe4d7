-- Stories whose own page is read, has been, or could not be. Times are
-- milliseconds since 1970 UTC.
CREATE TABLE articles (
  story_id  INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL,                -- the source for which it is read
  next_try  INTEGER NOT NULL,                -- 0: not to be read (again)
  tried     INTEGER NOT NULL DEFAULT 0,      -- the last time
  tries     INTEGER NOT NULL DEFAULT 0,      -- that have failed
  error     TEXT    NOT NULL DEFAULT ''      -- of the last try
) STRICT;
CREATE INDEX articles_wanted ON articles (source_id, story_id) WHERE next_try > 0;
CREATE INDEX articles_failed ON articles (source_id, tried) WHERE error <> '';

-- Hyperlinks that a publisher put into an article's block of related coverage.
-- The story that one leads to is found by its key in identities: now, or when
-- that story has come.
CREATE TABLE links (
  story_id INTEGER NOT NULL,
  position INTEGER NOT NULL,                 -- from 0, in the order of the page
  key      BLOB    NOT NULL,                 -- of the canonical URL
  url      TEXT    NOT NULL,
  title    TEXT    NOT NULL,
  label    TEXT    NOT NULL,
  PRIMARY KEY (story_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_key ON links (key);
