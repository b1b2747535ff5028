-- Who came by a link. joined_at_ms is null from being counted to being in the room.
CREATE TABLE room_link_use (
  link_nid integer NOT NULL REFERENCES room_link (link_nid) ON DELETE CASCADE,
  user_id text NOT NULL,
  at_ms bigint NOT NULL,
  joined_at_ms bigint,
  PRIMARY KEY (link_nid, user_id)
);
