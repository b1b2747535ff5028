CREATE TABLE receipt (
  room_nid integer NOT NULL,
  user_id text NOT NULL,
  type text NOT NULL,
  -- Empty: an unthreaded receipt.
  thread_id text NOT NULL DEFAULT '',
  event_id text NOT NULL,
  event_position bigint NOT NULL,
  at_ms bigint NOT NULL,
  -- When it changed, in the change stream.
  position bigint NOT NULL,
  PRIMARY KEY (room_nid, user_id, type, thread_id)
);
