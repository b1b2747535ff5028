CREATE TABLE account (
  user_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL UNIQUE,
  -- argon2id; null: no password login.
  password_hash text,
  is_guest boolean NOT NULL DEFAULT false,
  is_admin boolean NOT NULL DEFAULT false,
  -- active, contained, suspended or closed; only an active account's tokens are good.
  state text NOT NULL DEFAULT 'active',
  created_at_ms bigint NOT NULL
);
