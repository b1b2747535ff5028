-- The long lists of a report, in their order.
CREATE TABLE exposure_entry (
  report_nid bigint NOT NULL REFERENCES exposure_report (report_nid) ON DELETE CASCADE,
  -- room, person or file.
  kind text NOT NULL,
  place integer NOT NULL,
  class text NOT NULL,
  -- To which sessions something of it was delivered.
  sessions text[] NOT NULL,
  -- The entry as JSON.
  body text NOT NULL,
  PRIMARY KEY (report_nid, kind, place)
);
