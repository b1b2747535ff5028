-- Who somebody is at another identity provider: its issuer and its name for them, never an e-mail address.
CREATE TABLE upstream_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  linked_at_ms bigint NOT NULL,
  PRIMARY KEY (issuer, subject)
);
