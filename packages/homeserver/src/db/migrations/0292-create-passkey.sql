-- The passkeys with which people sign in. The private half never leaves the authenticator.
CREATE TABLE passkey (
  passkey_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  credential_id bytea NOT NULL UNIQUE,
  -- As a COSE key.
  public_key bytea NOT NULL,
  -- What the authenticator said when it was last used; 0 where it does not count.
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  -- Whether it is kept by a provider beside the authenticator.
  is_backed_up boolean NOT NULL,
  -- Its owner's word for it, at most 64 characters.
  name text NOT NULL,
  created_at_ms bigint NOT NULL,
  last_used_at_ms bigint,
  -- When it was used with a counter that had been passed already, as a copy of it would be.
  copy_seen_at_ms bigint
);
