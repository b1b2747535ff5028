-- The encrypted key of one Megolm session.
CREATE TABLE key_backup_session (
  user_nid integer NOT NULL,
  version integer NOT NULL,
  room_id text NOT NULL,
  session_id text NOT NULL,
  first_message_index bigint NOT NULL,
  forwarded_count bigint NOT NULL,
  is_verified boolean NOT NULL,
  session_data text NOT NULL,
  PRIMARY KEY (user_nid, version, room_id, session_id)
);
