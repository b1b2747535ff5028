-- Accounts that the desk looks at are few: they are counted every few seconds.
CREATE INDEX account_stopped ON account (state) WHERE state IN ('contained', 'quarantined', 'watched');
