-- What the supervisory authority is told of a breach (GDPR, article 33): every saving stays, as the register of 33(5) wants it.
CREATE TABLE breach_notification (
  report_nid bigint NOT NULL REFERENCES exposure_report (report_nid),
  revision integer NOT NULL,
  -- draft, first, further or complete.
  phase text NOT NULL,
  -- NULL: nobody has said when.
  became_aware_at_ms bigint,
  -- The fields as JSON.
  fields text NOT NULL,
  reference text NOT NULL,
  written_by integer NOT NULL REFERENCES account (user_nid),
  written_at_ms bigint NOT NULL,
  PRIMARY KEY (report_nid, revision)
);
