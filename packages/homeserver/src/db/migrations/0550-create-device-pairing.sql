-- Codes by which a device that waits and one that is in find each other, for five minutes each; kept for a day, so that an
-- old or used one that turns up is told from a mistyped one.
CREATE TABLE device_pairing (
  -- SHA-256 of what the code was made into for the server; the code itself never comes here.
  token_hash bytea PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid) ON DELETE CASCADE,
  -- The device that shows the code.
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  -- It waits, and has been touched for this very code; else it is in.
  by_waiting boolean NOT NULL,
  -- Its Ed25519 key and the identity of the account as it knows them; with the proof that is checked under the code.
  device_key text NOT NULL,
  master_key text NOT NULL,
  proof text NOT NULL,
  -- The device that has read the code, and what it said of itself where it waits.
  other_nid integer REFERENCES device (device_nid) ON DELETE CASCADE,
  other_key text,
  other_master_key text,
  other_proof text,
  state text NOT NULL CHECK (state IN ('open', 'met', 'accepted', 'ended')),
  -- Why it has ended.
  reason text,
  made_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX device_pairing_device_nid ON device_pairing (device_nid);
CREATE INDEX device_pairing_other_nid ON device_pairing (other_nid);
CREATE INDEX device_pairing_made_at_ms ON device_pairing (made_at_ms);
