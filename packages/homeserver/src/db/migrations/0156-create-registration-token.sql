-- Tokens that administrators give to people who may register.
CREATE TABLE registration_token (
  token text PRIMARY KEY,
  -- Null: any number.
  uses_allowed integer,
  completed integer NOT NULL DEFAULT 0,
  -- Null: never.
  expires_at_ms bigint
);
