-- What Also Read links lead to and no source has listed: still to be asked for,
-- or why it was not had. One that became a story is gone from here. Times are
-- milliseconds since 1970 UTC.
CREATE TABLE targets (
  key       BLOB    PRIMARY KEY,             -- of the link's canonical URL
  source_id INTEGER NOT NULL,                -- the source for which it is asked for
  story_id  INTEGER NOT NULL,                -- the story whose page has the link
  url       TEXT    NOT NULL,
  next_try  INTEGER NOT NULL,                -- 0: not to be asked for (again)
  tried     INTEGER NOT NULL DEFAULT 0,      -- the last time
  tries     INTEGER NOT NULL DEFAULT 0,      -- that have failed
  error     TEXT    NOT NULL DEFAULT ''      -- of the last try
) STRICT;
CREATE INDEX targets_wanted ON targets (source_id, story_id) WHERE next_try > 0;
CREATE INDEX targets_failed ON targets (source_id, tried) WHERE error <> '';
CREATE INDEX targets_story ON targets (story_id);

-- The story whose Also Read link led there; NULL: the source listed it.
ALTER TABLE sightings ADD COLUMN followed INTEGER;

-- What a listing page used to look like, and how it has changed: JSON; '' for
-- feeds and before there was enough to see.
ALTER TABLE sources ADD COLUMN shape TEXT NOT NULL DEFAULT '';
