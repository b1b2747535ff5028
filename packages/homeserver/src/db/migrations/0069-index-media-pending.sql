CREATE INDEX media_pending ON media (user_id) WHERE content_hash IS NULL;
