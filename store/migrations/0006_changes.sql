-- When anything of a story that a reader sees last changed, by the clock of the
-- batches: it grows from one batch to the next, so that who has read up to one
-- value misses nothing by asking for what is greater.
ALTER TABLE stories ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
UPDATE stories SET changed = first_seen;
CREATE INDEX stories_changed ON stories (changed);
CREATE INDEX groups_changed ON groups (changed);
