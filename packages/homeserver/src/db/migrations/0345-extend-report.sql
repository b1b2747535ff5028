-- What people say has happened to themselves (kinds sign_in and tricked), and what the security desk has done about reports.
ALTER TABLE report
  -- How somebody was tricked: gave_code, opened or sent_in_my_name.
  ADD COLUMN choice text,
  -- The device it is about: the sign-in that is reported, or the one the report came from.
  ADD COLUMN device_id text,
  -- open, taken or done.
  ADD COLUMN state text NOT NULL DEFAULT 'open',
  ADD COLUMN handled_by integer,
  ADD COLUMN handled_at_ms bigint,
  ADD COLUMN case_nid bigint;
