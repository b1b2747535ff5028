-- Whether a row of the account in these blocks is about keys: what opened a session's messages is found over its whole
-- life. Of blocks from before, nobody knows.
ALTER TABLE ledger_reader ADD COLUMN has_keys boolean NOT NULL DEFAULT true;
