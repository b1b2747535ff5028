-- What became of mails that somebody wants to know about: `tracking` is what whoever sent it knows it by.
ALTER TABLE outgoing_mail ADD COLUMN tracking text;
CREATE TABLE mail_outcome (
  tracking text PRIMARY KEY,
  -- sent: the mail server has taken it. failed: it was refused for good, or no longer worth sending.
  outcome text NOT NULL,
  at_ms bigint NOT NULL
);
