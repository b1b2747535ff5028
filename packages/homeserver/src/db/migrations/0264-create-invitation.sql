-- An agent vouches for somebody from outside. Once it is accepted, the account stands beside it.
CREATE TABLE invitation (
  invitation_id text PRIMARY KEY,
  address text NOT NULL,
  sponsor_user_nid integer NOT NULL REFERENCES account (user_nid),
  organisation_nid integer NOT NULL REFERENCES organisation (organisation_nid),
  -- What kind of account it makes, whatever becomes of the address's domain meanwhile.
  account_type text NOT NULL,
  -- Until when the account will be good; null: as long as others of its kind.
  valid_until_ms bigint,
  created_at_ms bigint NOT NULL,
  -- Until when it can be accepted.
  expires_at_ms bigint NOT NULL,
  user_nid integer REFERENCES account (user_nid),
  revoked_at_ms bigint,
  -- How the invitations of an address are found.
  UNIQUE (address, invitation_id)
);
