-- Whom an organisation's own directory has, as that tells us.
CREATE TABLE directory_person (
  person_id text PRIMARY KEY,
  organisation_nid integer NOT NULL REFERENCES organisation (organisation_nid),
  -- The name they sign in with there, in small letters.
  user_name text NOT NULL,
  -- The directory's own id.
  external_id text,
  address text NOT NULL,
  display_name text NOT NULL,
  is_active boolean NOT NULL,
  -- The account was suspended because the directory said so: it alone may take that back.
  is_suspended_here boolean NOT NULL DEFAULT false,
  created_at_ms bigint NOT NULL,
  changed_at_ms bigint NOT NULL,
  UNIQUE (organisation_nid, user_name),
  UNIQUE (organisation_nid, address)
);
