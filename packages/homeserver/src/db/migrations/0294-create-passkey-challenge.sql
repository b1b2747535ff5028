-- What authenticators have been asked to sign and have not yet. Unlogged: after a crash people open the page anew.
CREATE UNLOGGED TABLE passkey_challenge (
  challenge text PRIMARY KEY,
  -- In the order in which they were made: the oldest go first.
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- register, sign_in or touch.
  purpose text NOT NULL,
  -- Whose passkey it has to be; null: that is what is asked.
  user_nid integer,
  -- What a touch is for: the session of a browser, or a device.
  target text,
  expires_at_ms bigint NOT NULL
);
