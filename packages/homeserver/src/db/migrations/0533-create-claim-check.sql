-- What somebody has published, held against a report: figures and identifiers, never the text they stand in.
CREATE TABLE claim_check (
  check_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_nid bigint NOT NULL REFERENCES exposure_report (report_nid),
  -- waiting, running, done, failed or cancelled.
  state text NOT NULL DEFAULT 'waiting',
  -- From 0 to 1.
  progress real NOT NULL DEFAULT 0,
  -- Why it failed: broken.
  failure text,
  -- What is to be checked, as JSON; gone when it is over.
  claims text,
  claim_count integer NOT NULL,
  is_cut boolean NOT NULL,
  -- What the ledger says of each, as JSON.
  result text,
  asked_by integer NOT NULL REFERENCES account (user_nid),
  asked_at_ms bigint NOT NULL,
  made_at_ms bigint
);
CREATE INDEX claim_check_report ON claim_check (report_nid, check_nid);
