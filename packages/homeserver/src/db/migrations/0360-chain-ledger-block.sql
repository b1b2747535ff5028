-- Each process chains its blocks: the number of the block in the chain, and the hash of the one before it. The salt hides
-- rows behind their hashes in the tree once the body is gone. Blocks from before this have neither.
ALTER TABLE ledger_block
  ADD COLUMN salt bytea,
  ADD COLUMN writer bytea,
  ADD COLUMN seq bigint,
  ADD COLUMN previous bytea;
