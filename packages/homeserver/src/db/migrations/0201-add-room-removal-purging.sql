-- The room whose rows a removal is deleting: a crash in the middle is gone on with at the next start.
ALTER TABLE room_removal ADD COLUMN purging_nid integer;
