-- Upgrades of rooms under way: the room that is to replace another one. A crash in the middle is finished by the same
-- request sent again, which finds it here.
CREATE TABLE room_upgrade (
  room_nid integer PRIMARY KEY,
  successor_nid integer NOT NULL,
  -- SHA-256 of who asked for what.
  request bytea NOT NULL
);
