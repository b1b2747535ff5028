-- Up to which position events had come at a time: how old an event is, whatever its sender says.
CREATE TABLE stream_time (
  at_ms bigint PRIMARY KEY,
  position bigint NOT NULL
);
