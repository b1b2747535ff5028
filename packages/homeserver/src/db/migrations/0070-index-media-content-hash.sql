CREATE INDEX media_content_hash ON media (content_hash) WHERE content_hash IS NOT NULL;
