-- One-time links with which somebody enrols: the first operator, and whoever comes back after a release. Of the secret
-- in the link only the SHA-256 is kept.
CREATE TABLE bootstrap_link (
  link_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- operator, or release.
  purpose text NOT NULL,
  expires_at_ms bigint NOT NULL,
  used_at_ms bigint
);
