-- Tokens are stored as their SHA-256 only.
CREATE TABLE access_token (
  token_hash bytea PRIMARY KEY,
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  -- Null: does not expire by itself.
  expires_at_ms bigint,
  -- The hash of the refresh token handed out with it, until one of the two is used: then their predecessor is spent.
  confirms bytea
);
CREATE INDEX access_token_device ON access_token (device_nid);
