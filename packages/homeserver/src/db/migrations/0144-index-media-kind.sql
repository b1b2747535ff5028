-- What the collector looks at.
CREATE INDEX media_kind ON media (kind, created_at_ms) WHERE kind <> 'upload';
