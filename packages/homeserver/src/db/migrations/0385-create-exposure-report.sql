-- Reports of the security desk on what was shown to an account, a session, a network, or in a time.
CREATE TABLE exposure_report (
  report_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- asked (a second person has to agree), waiting, running, done or failed.
  state text NOT NULL,
  -- The subject as JSON.
  subject text NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  case_nid bigint REFERENCES desk_case (case_nid),
  request_nid bigint REFERENCES desk_request (request_nid),
  asked_by integer NOT NULL REFERENCES account (user_nid),
  asked_at_ms bigint NOT NULL,
  -- The time that the report says it was made at.
  made_at_ms bigint,
  -- From 0 to 1.
  progress real NOT NULL DEFAULT 0,
  -- Why it failed, in words.
  failure text,
  -- The report without its long lists, as JSON.
  summary text,
  archive_bytes bigint
);
