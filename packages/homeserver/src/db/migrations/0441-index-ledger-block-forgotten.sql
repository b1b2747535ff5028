-- The newest block whose rows are gone: asked for by every report.
CREATE INDEX ledger_block_forgotten ON ledger_block (block) WHERE body = '' AND row_count > 0;
