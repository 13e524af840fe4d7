-- How many stories of each day (UTC, days since 1970) a source has listed, so
-- that no page counts them. Rows of days long past are removed with old stories.
CREATE TABLE days (
  source_id INTEGER NOT NULL,
  day       INTEGER NOT NULL,
  stories   INTEGER NOT NULL,
  PRIMARY KEY (day, source_id)
) STRICT, WITHOUT ROWID;
INSERT INTO days (source_id, day, stories)
  SELECT l.source_id, s.sort / 86400000, count(*) FROM listings l JOIN stories s ON s.id = l.story_id WHERE s.sort > 0 GROUP BY 1, 2;
