-- What has leaked and whose readers are asked for: where it stands, never what it says.
CREATE TABLE attribution (
  request_nid bigint PRIMARY KEY REFERENCES desk_request (request_nid),
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  -- Events by room and position, files by their ids.
  rooms integer[] NOT NULL,
  positions bigint[] NOT NULL,
  media_ids text[] NOT NULL
);
