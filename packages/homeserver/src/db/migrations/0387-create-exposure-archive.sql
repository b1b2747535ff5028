-- The signed archive of a report, in parts of at most a megabyte.
CREATE TABLE exposure_archive (
  report_nid bigint NOT NULL REFERENCES exposure_report (report_nid) ON DELETE CASCADE,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (report_nid, part)
);
