-- Stories of publishers that no source is of: found behind an Also Read link that
-- led to another publisher.
CREATE INDEX stories_abroad ON stories (json_extract(more, '$.page.publisher'), source_id) WHERE json_extract(more, '$.page.publisher') IS NOT NULL;
