-- Blocks of a time are found without reading all there are.
CREATE INDEX ledger_block_times ON ledger_block USING brin (first_at_ms, last_at_ms) WITH (pages_per_range = 16);
