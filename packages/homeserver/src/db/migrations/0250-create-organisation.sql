-- A ministry, an agency, a local authority: whose people the accounts are.
CREATE TABLE organisation (
  organisation_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- How it is named where people type: small letters, digits and hyphens, at most 63 characters.
  organisation_id text NOT NULL UNIQUE,
  -- How it is named on screen, at most 120 characters.
  name text NOT NULL,
  created_at_ms bigint NOT NULL
);
