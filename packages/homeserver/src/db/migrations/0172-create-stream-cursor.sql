-- How far each follower has read the event stream.
CREATE TABLE stream_cursor (
  name text PRIMARY KEY,
  position bigint NOT NULL
);
