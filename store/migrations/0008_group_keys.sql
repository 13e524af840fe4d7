-- What tells the groups of this database from those of all others, where they
-- are exported under an id of their own.
ALTER TABLE grouping ADD COLUMN namespace BLOB NOT NULL DEFAULT x'';
UPDATE grouping SET namespace = randomblob(16);
