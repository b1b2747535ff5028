CREATE TABLE room_alias (
  alias text PRIMARY KEY,
  room_nid integer NOT NULL,
  creator text NOT NULL,
  created_at_ms bigint NOT NULL
);
CREATE INDEX room_alias_room ON room_alias (room_nid);
