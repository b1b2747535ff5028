-- Links by which people come into a room; only the hash of what they are redeemed with is kept.
CREATE TABLE room_link (
  link_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  link_id text NOT NULL UNIQUE,
  token_hash bytea NOT NULL UNIQUE,
  room_nid integer NOT NULL,
  created_by text NOT NULL,
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  max_uses integer NOT NULL,
  use_count integer NOT NULL DEFAULT 0 CHECK (use_count >= 0 AND use_count <= max_uses),
  revoked_at_ms bigint
);
