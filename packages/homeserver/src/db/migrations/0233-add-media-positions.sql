-- The last event of the server before the file came: what was sent before cannot carry it.
ALTER TABLE media ADD COLUMN uploaded_position bigint NOT NULL DEFAULT 0;
-- The first event of its owner's that named it, where that event's room was deleted; null: none was.
ALTER TABLE media ADD COLUMN purged_position bigint;
