-- Tokens with which one further device may log in once.
CREATE TABLE login_token (
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  expires_at_ms bigint NOT NULL
);
CREATE INDEX login_token_account ON login_token (user_nid);
