-- An agent vouches for somebody from outside. Once it is accepted, the account stands beside it.
CREATE TABLE invitation (
  invitation_id text PRIMARY KEY,
  address text NOT NULL,
  sponsor_user_nid integer NOT NULL REFERENCES account (user_nid),
  organisation_nid integer NOT NULL REFERENCES organisation (organisation_nid),
  -- Until when the account will be good.
  valid_until_ms bigint NOT NULL,
  created_at_ms bigint NOT NULL,
  -- Until when it can be accepted.
  expires_at_ms bigint NOT NULL,
  user_nid integer REFERENCES account (user_nid),
  revoked_at_ms bigint
);
