CREATE TABLE receipt (
  user_id text NOT NULL,
  room_nid integer NOT NULL,
  type text NOT NULL,
  -- Empty: an unthreaded receipt.
  thread_id text NOT NULL DEFAULT '',
  event_id text NOT NULL,
  event_position bigint NOT NULL,
  notify_ordinal integer NOT NULL,
  at_ms bigint NOT NULL,
  -- When it changed, in the change stream.
  position bigint NOT NULL,
  PRIMARY KEY (user_id, room_nid, type, thread_id)
);
CREATE INDEX receipt_room ON receipt (room_nid, position);
