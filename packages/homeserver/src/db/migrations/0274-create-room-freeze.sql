-- Rooms that nobody joins and whose past is shown to nobody.
CREATE TABLE room_freeze (
  room_nid integer PRIMARY KEY REFERENCES room (room_nid),
  -- Events up to this position are shown to nobody.
  position bigint NOT NULL,
  frozen_at_ms bigint NOT NULL
);
