-- The stories about one event. All that a list shows of a group stands in its
-- row, so that no list counts. Times are milliseconds since 1970 UTC.
CREATE TABLE groups (
  id         INTEGER PRIMARY KEY,            -- never given twice
  lead       INTEGER NOT NULL,               -- the story that stands for it
  stories    INTEGER NOT NULL,
  publishers INTEGER NOT NULL,               -- independent newsrooms
  outlets    INTEGER NOT NULL,               -- publishers, those of copies included
  copies     INTEGER NOT NULL,
  first      INTEGER NOT NULL,               -- sort of its earliest story
  latest     INTEGER NOT NULL,               -- when the last of its publishers to tell it did so
  joined     INTEGER NOT NULL,               -- when a scan saw that
  changed    INTEGER NOT NULL,
  rank       REAL    NOT NULL,
  exclusive  INTEGER NOT NULL                -- its publisher calls it so
) STRICT;
CREATE INDEX groups_latest ON groups (latest);
CREATE INDEX groups_rank ON groups (rank);

-- In which group a story is. A story without a row has still to be grouped.
CREATE TABLE members (
  story_id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL,
  copy_of  INTEGER NOT NULL,                 -- 0: an original
  joined   INTEGER NOT NULL,                 -- when it came into this group
  reasons  TEXT                              -- JSON; NULL: none
) STRICT;
CREATE INDEX members_group ON members (group_id);
CREATE INDEX members_copies ON members (copy_of) WHERE copy_of > 0;

-- A group that was joined to another is gone; its number leads on.
CREATE TABLE successors (
  id   INTEGER PRIMARY KEY,
  next INTEGER NOT NULL                      -- never itself one that is gone
) STRICT;
CREATE INDEX successors_next ON successors (next);

-- Stories of two groups that are of one thread, as grouping noticed when it
-- placed the first of them. Links stand in the table of that name.
CREATE TABLE kin (
  story_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  score    REAL    NOT NULL,
  terms    TEXT    NOT NULL,                 -- JSON
  PRIMARY KEY (story_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kin_other ON kin (other_id);

-- What grouping remembers of a story as long as it is in its window, in a form
-- of its own.
CREATE TABLE profiles (
  story_id INTEGER PRIMARY KEY,
  seen     INTEGER NOT NULL,
  data     BLOB    NOT NULL
) STRICT;

-- Stories to be looked at again: their text has changed, or a correction of
-- them was undone.
CREATE TABLE regroup (story_id INTEGER PRIMARY KEY) STRICT;

-- What people have corrected. Never deleted: undone.
CREATE TABLE corrections (
  id        INTEGER PRIMARY KEY,
  kind      TEXT    NOT NULL,                -- split, merge, pin, bar
  group_id  INTEGER NOT NULL,
  other_id  INTEGER NOT NULL,                -- the group that a split made, or that was merged into group_id
  at        INTEGER NOT NULL,
  undone    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX corrections_group ON corrections (group_id);
CREATE INDEX corrections_other ON corrections (other_id) WHERE other_id > 0;
CREATE TABLE corrected (
  correction_id INTEGER NOT NULL,
  story_id      INTEGER NOT NULL,
  rest          INTEGER NOT NULL,            -- 1: it was in the group, but not among those that were named
  PRIMARY KEY (correction_id, story_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX corrected_story ON corrected (story_id);

CREATE TABLE trends (
  place      INTEGER PRIMARY KEY,            -- from 1
  term       TEXT    NOT NULL,
  publishers INTEGER NOT NULL,
  before     REAL    NOT NULL,
  score      REAL    NOT NULL,
  groups     TEXT    NOT NULL                -- JSON
) STRICT;

-- One row. Whoever groups or corrects does so from a certain turn and makes the
-- next; one that finds another turn than it knows has missed something.
CREATE TABLE grouping (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  turn       INTEGER NOT NULL,
  corrected  INTEGER NOT NULL,               -- turns that were corrections
  last_group INTEGER NOT NULL,               -- the last number given
  through    INTEGER NOT NULL,               -- stories up to this number have been placed
  trends_at  INTEGER NOT NULL
) STRICT;
INSERT INTO grouping VALUES (1, 0, 0, 0, 0, 0);
