-- Who was told that their account ends, how many days before which end.
CREATE TABLE account_reminder (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  valid_until_ms bigint NOT NULL,
  days integer NOT NULL,
  PRIMARY KEY (user_nid, valid_until_ms, days)
);
