-- Access tokens and refresh chains that containment has ended, as their SHA-256: whoever still uses one is told that the
-- account is stopped, and keeps the keys on the device. None of them is ever good again.
CREATE TABLE stopped_token (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  token_hash bytea NOT NULL UNIQUE,
  PRIMARY KEY (user_nid, token_hash)
);
