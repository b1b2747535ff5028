CREATE TABLE device (
  device_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  device_id text NOT NULL,
  display_name text,
  last_seen_ip text,
  last_seen_at_ms bigint,
  UNIQUE (user_nid, device_id)
);
