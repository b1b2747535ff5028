-- What a process has to do before its lease is renewed again: forget a session, say. It deletes the row when it has done so.
CREATE TABLE process_notice (
  notice_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  process_id text NOT NULL,
  epoch bigint NOT NULL,
  -- The process that waits for it to be done.
  sender text NOT NULL,
  body text NOT NULL
);
