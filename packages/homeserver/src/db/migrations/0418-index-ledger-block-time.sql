-- Which block is the first of a time.
CREATE INDEX ledger_block_last_at ON ledger_block (last_at_ms, block);
