-- A version of a user's key backup. A deleted version keeps its row, so that its number is never used again.
CREATE TABLE key_backup (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  version integer NOT NULL,
  algorithm text NOT NULL,
  auth_data text NOT NULL,
  -- Raised by each write that changes a key.
  etag bigint NOT NULL DEFAULT 0,
  -- How many sessions are kept, and the bytes of their data.
  session_count integer NOT NULL DEFAULT 0,
  session_bytes bigint NOT NULL DEFAULT 0,
  deleted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_nid, version)
);
