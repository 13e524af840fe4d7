-- What the reader of this installation has read and saved, story by story. A
-- story without a row is neither. Times are milliseconds since 1970 UTC.
CREATE TABLE reading (
  story_id INTEGER PRIMARY KEY,
  read     INTEGER NOT NULL DEFAULT 0,       -- when; 0: it was not
  saved    INTEGER NOT NULL DEFAULT 0        -- when; 0: it is not
) STRICT;
CREATE INDEX reading_saved ON reading (story_id) WHERE saved > 0;

-- What follows of it for groups, so that no list has to look at their stories.
ALTER TABLE groups ADD COLUMN unread INTEGER NOT NULL DEFAULT 1; -- a publisher told it of whom nothing was read
ALTER TABLE groups ADD COLUMN saved  INTEGER NOT NULL DEFAULT 0; -- one of its stories is
CREATE INDEX groups_unread ON groups (unread, latest);
CREATE INDEX groups_saved ON groups (latest) WHERE saved = 1;
