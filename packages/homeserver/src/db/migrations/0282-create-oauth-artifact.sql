-- What a sign-in leaves behind while it is under way: the interaction with its browser, the authorization code. They live
-- for minutes; a crash of the database empties the table, and whoever was signing in begins anew.
CREATE UNLOGGED TABLE oauth_artifact (
  -- SHA-256 of the kind and the value that its holder shows.
  artifact_hash bytea PRIMARY KEY,
  -- Null until somebody has signed in.
  user_id text,
  -- JSON, without the value itself.
  payload text NOT NULL,
  is_consumed boolean NOT NULL DEFAULT false,
  expires_at_ms bigint NOT NULL
);
