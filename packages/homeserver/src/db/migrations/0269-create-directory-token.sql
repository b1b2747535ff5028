-- By which an organisation's directory shows that it is that.
CREATE TABLE directory_token (
  token_hash bytea PRIMARY KEY,
  organisation_nid integer NOT NULL REFERENCES organisation (organisation_nid),
  -- What its maker calls it.
  name text NOT NULL,
  created_at_ms bigint NOT NULL
);
