CREATE INDEX account_valid_until ON account (valid_until_ms) WHERE valid_until_ms IS NOT NULL AND state IN ('active', 'watched');
