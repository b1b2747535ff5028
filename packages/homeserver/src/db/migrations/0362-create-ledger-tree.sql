-- The tree over all rows of the ledger (RFC 6962): how large it is, where the rows of each block are in it, its hashes in
-- tiles of 256, and what was signed of it. Everything but the last tile of a level and the size stays as it is.
CREATE TABLE ledger_tree (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  size bigint NOT NULL DEFAULT 0,
  -- What was found to be wrong with the blocks, in words; NULL: nothing.
  broken text
);
INSERT INTO ledger_tree DEFAULT VALUES;
CREATE TABLE ledger_placement (
  block bigint PRIMARY KEY,
  first_leaf bigint NOT NULL UNIQUE,
  leaf_count integer NOT NULL
);
CREATE TABLE ledger_tile (
  level smallint NOT NULL,
  tile bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, tile)
);
CREATE TABLE ledger_chain (
  writer bytea PRIMARY KEY,
  seq bigint NOT NULL,
  head bytea NOT NULL,
  last_at_ms bigint NOT NULL
);
CREATE TABLE ledger_checkpoint (
  size bigint PRIMARY KEY,
  made_at_ms bigint NOT NULL,
  note text NOT NULL
);
CREATE TABLE ledger_witness (
  name text PRIMARY KEY,
  size bigint NOT NULL,
  signed_at_ms bigint NOT NULL
);
