CREATE INDEX outgoing_mail_due ON outgoing_mail (next_attempt_at_ms);
