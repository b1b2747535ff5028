-- Devices that ask to be let in by a code (RFC 8628), for ten minutes each. Unlogged: a crash of the database ends sign-ins
-- under way, and nothing else.
CREATE UNLOGGED TABLE device_grant (
  -- SHA-256 of the device code, which only the device knows.
  device_code_hash bytea PRIMARY KEY,
  -- What somebody types on another device; it gives nothing by itself.
  user_code text NOT NULL UNIQUE,
  client_id text NOT NULL,
  scope text NOT NULL,
  -- From where the device asks, as it is shown to whoever types the code.
  ip text NOT NULL,
  agent text NOT NULL,
  -- Whose passkey the device itself has shown; null: nobody's yet, and nobody can let it in.
  shown_by integer,
  -- The key that the device has proved to have when it showed the passkey; its tokens are bound to it.
  dpop_jkt text,
  -- Somebody has typed the code before a passkey was shown: said once to whoever listens.
  is_typed_early boolean NOT NULL DEFAULT false,
  -- What the owner of the passkey has decided; null: nothing yet.
  is_allowed boolean,
  polled_at_ms bigint,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX device_grant_expires_at_ms ON device_grant (expires_at_ms);
