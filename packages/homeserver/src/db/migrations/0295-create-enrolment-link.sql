-- Links that let somebody register a first passkey, or a new one after all were lost. Good once; stored as SHA-256 only.
CREATE TABLE enrolment_link (
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- first: an account without passkey; recovery: its passkeys end with it.
  kind text NOT NULL,
  created_at_ms bigint NOT NULL,
  -- A recovery waits, so that its owner can hear of it and say no.
  good_from_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX enrolment_link_account ON enrolment_link (user_nid);
