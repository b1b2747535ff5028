-- The refresh tokens of one login. All carry the chain's secret, so that any spent one is recognised as such however
-- old it is, without keeping it.
CREATE TABLE refresh_chain (
  chain_hash bytea PRIMARY KEY,
  device_nid integer NOT NULL UNIQUE REFERENCES device (device_nid) ON DELETE CASCADE,
  -- SHA-256 of the refresh token that is good.
  good_hash bytea NOT NULL,
  -- SHA-256 of its successor, handed out but not used yet: the answer may have been lost, so both are good.
  next_hash bytea
);
