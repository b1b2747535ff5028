-- Links in the mail about a new device, by which its owner says that it was somebody else. Stored as SHA-256 only.
CREATE TABLE takeover_link (
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- The device as it was then: the page shows it, also after it is gone.
  device_name text NOT NULL,
  ip text,
  made_at_ms bigint NOT NULL
);
