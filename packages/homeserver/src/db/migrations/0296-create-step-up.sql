-- When the owner of a device last touched a passkey for it.
CREATE TABLE step_up (
  device_nid integer PRIMARY KEY REFERENCES device (device_nid) ON DELETE CASCADE,
  touched_at_ms bigint NOT NULL
);
-- What devices wait for a touch for. The ticket stands in the address of a page that shows what is asked and takes the
-- touch of the account's own passkeys: whoever finds one can do no more with it than its owner.
CREATE TABLE step_up_ticket (
  ticket text PRIMARY KEY,
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  act text NOT NULL,
  expires_at_ms bigint NOT NULL,
  UNIQUE (device_nid, act)
);
