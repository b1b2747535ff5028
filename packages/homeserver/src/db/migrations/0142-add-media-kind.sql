-- `upload`; `restricted`: nobody else's until an event carries it (MSC3911); `preview`: a picture of a page, nobody's own.
ALTER TABLE media ADD COLUMN kind text NOT NULL DEFAULT 'upload';
-- Since when nobody may read the file; null: not in quarantine.
ALTER TABLE media ADD COLUMN quarantined_at_ms bigint;
-- Who said so.
ALTER TABLE media ADD COLUMN quarantined_by text;
