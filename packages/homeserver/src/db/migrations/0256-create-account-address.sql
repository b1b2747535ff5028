-- The e-mail address by which an account was enrolled. It is written in small letters and never shown to other organisations.
CREATE TABLE account_address (
  address text PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  verified_at_ms bigint NOT NULL
);
