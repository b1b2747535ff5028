-- Who an announcement is for, and what became of it there. What has not been told in the present round waits for it.
CREATE TABLE announcement_receipt (
  announcement_nid bigint NOT NULL REFERENCES announcement (announcement_nid),
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- The organisation they were of then.
  organisation_nid integer,
  -- The last round in which they were told; -1: in none yet.
  told_round smallint NOT NULL DEFAULT -1,
  told_at_ms bigint,
  acknowledged_at_ms bigint,
  PRIMARY KEY (announcement_nid, user_nid)
);
CREATE INDEX announcement_receipt_untold ON announcement_receipt (announcement_nid, told_round, user_nid) WHERE acknowledged_at_ms IS NULL;
CREATE INDEX announcement_receipt_user ON announcement_receipt (user_nid, announcement_nid) WHERE acknowledged_at_ms IS NULL;
