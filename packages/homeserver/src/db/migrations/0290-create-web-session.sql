-- A browser that is signed in to the server's own pages. The cookie is stored as its SHA-256 only.
CREATE TABLE web_session (
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  created_at_ms bigint NOT NULL,
  seen_at_ms bigint NOT NULL,
  -- When its owner last proved to be there.
  authenticated_at_ms bigint NOT NULL,
  -- passkey, password, upstream; empty: may register a first passkey and nothing else.
  methods text[] NOT NULL,
  ip text NOT NULL,
  agent text NOT NULL
);
