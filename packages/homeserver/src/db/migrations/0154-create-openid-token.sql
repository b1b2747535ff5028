-- Tokens by which a user proves to a third party who they are; good for that alone.
CREATE TABLE openid_token (
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  expires_at_ms bigint NOT NULL
);
