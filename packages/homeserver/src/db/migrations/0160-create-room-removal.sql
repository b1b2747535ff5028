-- Rooms that an administrator removes, and how far that has come.
CREATE TABLE room_removal (
  removal_id text PRIMARY KEY,
  room_id text NOT NULL,
  started_at_ms bigint NOT NULL,
  -- shutting_down, complete or failed.
  status text NOT NULL,
  -- JSON text: who was removed, who could not be, which aliases went.
  result text
);
