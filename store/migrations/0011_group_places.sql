-- The newest groups of a source and of a language, without reading the others.
CREATE INDEX group_sources_latest ON group_sources (source_id, latest);
CREATE INDEX group_languages_latest ON group_languages (tongue, latest);
