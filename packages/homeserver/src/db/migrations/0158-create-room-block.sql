-- Rooms that nobody of this server may join.
CREATE TABLE room_block (
  room_id text PRIMARY KEY,
  user_nid integer NOT NULL,
  at_ms bigint NOT NULL
);
