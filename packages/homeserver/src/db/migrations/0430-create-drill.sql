-- Drills of the security desk: a made-up account, an intruder in it, and how fast the team was. When it was contained, reported
-- and so on stands where it stands for a real case.
CREATE TABLE drill (
  drill_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  label text NOT NULL,
  note text NOT NULL,
  begun_by integer NOT NULL REFERENCES account (user_nid),
  begun_at_ms bigint NOT NULL,
  -- waiting, staging, playing, played, ending or ended.
  state text NOT NULL,
  -- done, called_off, real_incident, interrupted or failed; NULL: it has not ended.
  outcome text,
  -- When the intruder comes, which nobody is told, and until when at the latest.
  due_at_ms bigint NOT NULL,
  window_ends_at_ms bigint NOT NULL,
  hours smallint NOT NULL,
  -- The account that the intruder has. No reference: it is there before and after.
  user_id text,
  addresses text[] NOT NULL DEFAULT '{}',
  started_at_ms bigint,
  ends_at_ms bigint,
  last_byte_at_ms bigint,
  -- What it was shown, as JSON text.
  truth text,
  -- The report that was held against it, and what came of that, as JSON text.
  report_nid bigint REFERENCES exposure_report (report_nid),
  comparison text,
  compared_at_ms bigint,
  ended_by integer REFERENCES account (user_nid),
  ended_at_ms bigint
);
