-- Keys begin with the place they are from (news.Key): those of one listing lie
-- side by side. The 14 bytes after it are the first 14 of a key as it was, so
-- what cannot be made anew here, guids and tombstones, is known by these, until
-- it is listed again.
CREATE TABLE old_identities (
  hash     BLOB    PRIMARY KEY,              -- a key without its place
  story_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO old_identities SELECT substr(key, 1, 14), story_id FROM identities;
DELETE FROM identities;

WITH addresses (key, story_id) AS MATERIALIZED (
  SELECT address_key(url), id FROM stories
  UNION SELECT address_key(url), story_id FROM sightings WHERE url IS NOT NULL
)
INSERT INTO identities SELECT a.key, a.story_id FROM addresses a
  JOIN old_identities o ON o.hash = substr(a.key, 3) AND o.story_id = a.story_id;
DELETE FROM old_identities WHERE hash IN (SELECT substr(key, 3) FROM identities);

UPDATE links SET key = address_key(url);
