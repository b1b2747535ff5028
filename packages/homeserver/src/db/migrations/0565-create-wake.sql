-- When browsers of an account are to be woken because something is due that the server knows nothing of
-- (docs/decisions/0094-wake-closed-browsers-at-a-moment.md).
CREATE TABLE wake (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- What the device calls it: no name of anything that the server knows.
  wake_id text NOT NULL,
  -- The device that alone is woken; null: every browser of the account.
  device_nid integer REFERENCES device (device_nid) ON DELETE CASCADE,
  at_ms bigint NOT NULL,
  -- When it is looked at next: after a device that is open has had time to say that it is done, and while its owner wants
  -- quiet again and again.
  look_at_ms bigint NOT NULL,
  PRIMARY KEY (user_nid, wake_id)
);
CREATE INDEX wake_look ON wake (look_at_ms);
CREATE INDEX wake_device ON wake (device_nid) WHERE device_nid IS NOT NULL;
