-- Addresses from which nothing is answered.
CREATE TABLE address_block (
  block_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- An address or a network in CIDR notation.
  network cidr NOT NULL UNIQUE,
  blocked_at_ms bigint NOT NULL
);
