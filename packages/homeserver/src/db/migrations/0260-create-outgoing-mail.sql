-- Mails that wait for the mail server, each until it is taken, refused for good, or no longer worth sending.
CREATE TABLE outgoing_mail (
  mail_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text,
  -- code or notice.
  purpose text NOT NULL,
  -- The same at each attempt, so that a mailbox knows a mail it was given twice.
  message_id text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Also moved forward while a process is at it, so that no other takes it meanwhile.
  next_attempt_at_ms bigint NOT NULL,
  ends_at_ms bigint NOT NULL
);
