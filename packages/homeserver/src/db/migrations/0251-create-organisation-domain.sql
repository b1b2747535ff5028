-- The part of an address after the @, in small letters and ASCII, decides whose it is and what kind of account it makes.
CREATE TABLE organisation_domain (
  domain text PRIMARY KEY,
  organisation_nid integer NOT NULL REFERENCES organisation (organisation_nid),
  -- agent, external or service.
  account_type text NOT NULL,
  -- open: whoever shows that an address is theirs; invitation: who was invited; directory: who is in the organisation's directory.
  enrolment text NOT NULL
);
