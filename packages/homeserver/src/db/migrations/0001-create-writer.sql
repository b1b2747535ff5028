-- A writer is a process that appends events and allocates positions. Its epoch fences it: every commit checks that
-- the epoch it was started with still stands, and whoever takes a writer over raises the epoch first.
CREATE TABLE writer (
  writer_id smallint PRIMARY KEY,
  epoch bigint NOT NULL,
  -- Positions of the change stream are handed out from memory up to this one; raised in steps, ahead of use.
  change_reserved bigint NOT NULL DEFAULT 0
);
INSERT INTO writer (writer_id, epoch) VALUES (1, 0);
