-- State on the linear part of a room: an entry holds from its event's position until (not including) to_position.
CREATE TABLE state_interval (
  room_nid integer NOT NULL,
  type text NOT NULL,
  state_key text NOT NULL,
  from_position bigint NOT NULL,
  to_position bigint NOT NULL DEFAULT 9223372036854775807,
  event_id text NOT NULL,
  PRIMARY KEY (room_nid, type, state_key, from_position)
);
CREATE INDEX state_interval_current ON state_interval (room_nid) WHERE to_position = 9223372036854775807;
