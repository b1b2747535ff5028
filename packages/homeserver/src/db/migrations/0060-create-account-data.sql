-- What a user's devices share: settings for the account (room_nid 0) and for single rooms. The content is kept as the
-- text of its JSON, as it goes out again.
CREATE TABLE account_data (
  user_id text NOT NULL,
  room_nid integer NOT NULL DEFAULT 0,
  type text NOT NULL,
  content text NOT NULL,
  -- When it changed, in the change stream.
  position bigint NOT NULL,
  PRIMARY KEY (user_id, room_nid, type)
);
