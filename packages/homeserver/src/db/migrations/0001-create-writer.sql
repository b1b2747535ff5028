-- A writer is a process that appends events and allocates positions. Its epoch fences it: every commit checks that
-- the epoch it was started with still stands, and whoever takes a writer over raises the epoch first.
CREATE TABLE writer (
  writer_id smallint PRIMARY KEY,
  epoch bigint NOT NULL,
  -- The process that holds it: only the holder renews its epoch, anybody else takes it over.
  owner text NOT NULL,
  -- The position of the last event committed.
  event_position bigint NOT NULL DEFAULT 0,
  -- Positions of the change stream are handed out from memory up to this one; raised in steps, ahead of use.
  change_reserved bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO writer (writer_id, epoch, owner) VALUES (1, 0, '');
