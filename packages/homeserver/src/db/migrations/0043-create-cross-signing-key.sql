-- The cross-signing keys of a user, as device_key keeps those of devices.
CREATE TABLE cross_signing_key (
  user_id text NOT NULL,
  -- master, self_signing or user_signing.
  usage text NOT NULL,
  public_key text NOT NULL,
  body text NOT NULL,
  signatures text NOT NULL,
  PRIMARY KEY (user_id, usage)
);
