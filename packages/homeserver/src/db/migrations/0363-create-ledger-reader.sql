-- Who is in which blocks, 64 of them at a time: what an account was shown is found without reading the whole ledger.
CREATE TABLE ledger_reader (
  user_nid bigint NOT NULL,
  segment bigint NOT NULL,
  PRIMARY KEY (user_nid, segment)
);
