-- By which sources and in which languages a group is told, with what lists of
-- groups are led by: a list of few of them reads these rows and no others.
CREATE TABLE group_sources (
  source_id INTEGER NOT NULL,
  group_id  INTEGER NOT NULL,
  latest    INTEGER NOT NULL,
  rank      REAL    NOT NULL,
  PRIMARY KEY (source_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE group_languages (
  tongue   TEXT    NOT NULL,
  group_id INTEGER NOT NULL,
  latest   INTEGER NOT NULL,
  rank     REAL    NOT NULL,
  PRIMARY KEY (tongue, group_id)
) STRICT, WITHOUT ROWID;
-- The primary tag of a story's language when it was placed.
ALTER TABLE members ADD COLUMN tongue TEXT NOT NULL DEFAULT '';

UPDATE members SET tongue = coalesce((SELECT tongue FROM stories WHERE id = members.story_id), '');
INSERT OR IGNORE INTO group_sources SELECT x.source_id, m.group_id, g.latest, g.rank
  FROM members m CROSS JOIN groups g ON g.id = m.group_id CROSS JOIN sightings x ON x.story_id = m.story_id;
INSERT OR IGNORE INTO group_languages SELECT m.tongue, m.group_id, g.latest, g.rank
  FROM members m CROSS JOIN groups g ON g.id = m.group_id WHERE m.tongue <> '';

-- The version of the data with which the story came to be looked at again: what
-- was read of it before then does not count as having looked.
ALTER TABLE regroup ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
