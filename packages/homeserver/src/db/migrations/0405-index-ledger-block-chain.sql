-- A block stands once, however often it is written: one that was in doubt, or waits in a spool, is written again.
CREATE UNIQUE INDEX ledger_block_chain ON ledger_block (writer, seq);
