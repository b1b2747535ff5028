-- Who was written to about what they have not read: when last, and up to which event. No more is kept of such a mail.
CREATE TABLE missed_mail (
  user_nid integer PRIMARY KEY REFERENCES account (user_nid) ON DELETE CASCADE,
  sent_at_ms bigint NOT NULL,
  told_position bigint NOT NULL
);
