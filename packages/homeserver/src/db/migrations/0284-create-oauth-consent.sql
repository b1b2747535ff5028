-- Which application somebody let act for them: the last time of each, with what it may do and where the browser was.
CREATE TABLE oauth_consent (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  client_id text NOT NULL,
  scope text NOT NULL,
  ip text NOT NULL,
  granted_at_ms bigint NOT NULL,
  PRIMARY KEY (user_nid, client_id)
);
