-- Files by media id. The bytes lie in files named by their SHA-256; a file may stand behind several ids.
CREATE TABLE media (
  media_id text PRIMARY KEY,
  user_id text NOT NULL,
  created_at_ms bigint NOT NULL,
  -- Until then the file may be uploaded; null: no longer pending.
  expires_at_ms bigint,
  -- Null until the file is there.
  content_hash bytea,
  byte_length bigint,
  content_type text,
  file_name text
);
