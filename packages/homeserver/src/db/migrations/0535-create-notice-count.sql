-- How many people a report affects: counted once, as its lists are long and do not change.
CREATE TABLE notice_count (
  report_nid bigint PRIMARY KEY REFERENCES exposure_report (report_nid),
  affected integer NOT NULL,
  -- Those of whom only ciphertext was shown.
  unintelligible integer NOT NULL
);
