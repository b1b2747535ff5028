CREATE TABLE room (
  room_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_id text NOT NULL UNIQUE,
  version text NOT NULL,
  -- Listed in the published room directory.
  published boolean NOT NULL DEFAULT false,
  created_at_ms bigint NOT NULL
);
