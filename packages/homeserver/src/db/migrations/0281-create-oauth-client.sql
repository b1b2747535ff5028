-- Applications that registered themselves. Whoever registers the same metadata again is given the same client.
CREATE TABLE oauth_client (
  client_id text PRIMARY KEY,
  metadata text NOT NULL,
  -- SHA-256 of the metadata in canonical JSON.
  metadata_hash bytea NOT NULL UNIQUE,
  last_used_at_ms bigint NOT NULL
);
