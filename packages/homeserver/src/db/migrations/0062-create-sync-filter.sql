-- Filters never change: the same filter of the same user has one id.
CREATE TABLE sync_filter (
  filter_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL,
  content_hash bytea NOT NULL,
  content text NOT NULL,
  UNIQUE (user_id, content_hash)
);
