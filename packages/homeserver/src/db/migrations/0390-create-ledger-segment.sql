-- The times of 64 blocks at once: rows of a time are found without reading all there are, and the table of blocks, which every
-- answer waits for, needs no index for it. Times are those of rows, which a clock that jumps may put in any order.
CREATE TABLE ledger_segment (
  segment bigint PRIMARY KEY,
  first_at_ms bigint NOT NULL,
  last_at_ms bigint NOT NULL
);
INSERT INTO ledger_segment (segment, first_at_ms, last_at_ms)
SELECT b.block / 64, min(b.first_at_ms), max(b.last_at_ms) FROM ledger_block b JOIN ledger_placement p USING (block) GROUP BY 1;
