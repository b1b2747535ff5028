-- People who are told what of theirs was shown (GDPR, article 34): one batch for a report, once.
CREATE TABLE notice_batch (
  batch_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report_nid bigint NOT NULL UNIQUE REFERENCES exposure_report (report_nid),
  request_nid bigint NOT NULL REFERENCES desk_request (request_nid),
  -- asked (a second person has to agree), queueing, sending or done.
  state text NOT NULL,
  -- What the desk has written for everybody, as JSON.
  wording text NOT NULL,
  with_ciphertext_only boolean NOT NULL
);
CREATE TABLE exposure_notice (
  notice_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_nid bigint NOT NULL REFERENCES notice_batch (batch_nid),
  user_id text NOT NULL,
  -- What of theirs was shown, as JSON; gone once they were told.
  facts text,
  -- queued, sent or failed.
  state text NOT NULL DEFAULT 'queued',
  why text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at_ms bigint NOT NULL DEFAULT 0,
  event_id text,
  sent_at_ms bigint,
  read_at_ms bigint,
  -- none (no address, or no mail leaves), waiting, or given to the queue of mails.
  mail text NOT NULL DEFAULT 'waiting',
  UNIQUE (batch_nid, user_id)
);
CREATE INDEX exposure_notice_open ON exposure_notice (batch_nid, next_attempt_at_ms) WHERE state = 'queued';
CREATE INDEX exposure_notice_mail ON exposure_notice (batch_nid, notice_nid) WHERE mail = 'waiting';
