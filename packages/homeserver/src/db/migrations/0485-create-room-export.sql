-- Conversations that people took out of the messenger: which part of which room, in which form, and how much it was.
CREATE TABLE room_export (
  export_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The act in `admin_action`, and so in the tree of the ledger.
  action_nid bigint NOT NULL UNIQUE,
  at_ms bigint NOT NULL,
  user_nid integer NOT NULL,
  device_nid integer NOT NULL,
  room_id text NOT NULL,
  -- html, text or json.
  format text NOT NULL,
  with_files boolean NOT NULL,
  -- Of which time; NULL: from the beginning, until then.
  from_ms bigint,
  to_ms bigint,
  -- What the messenger said that there was in it, when it was made; NULL: nothing was said.
  said_at_ms bigint,
  message_count integer,
  file_count integer,
  byte_count bigint
);
CREATE INDEX room_export_user ON room_export (user_nid, export_nid);
CREATE INDEX room_export_room ON room_export (room_id, export_nid);
-- What was taken before there was a list of it stands in the record of acts: `ROOM FORMAT files|words FROM..TO`.
INSERT INTO room_export (action_nid, at_ms, user_nid, device_nid, room_id, format, with_files, from_ms, to_ms)
SELECT action_nid, at_ms, user_nid, device_nid, split_part(target, ' ', 1), split_part(target, ' ', 2), split_part(target, ' ', 3) = 'files',
  nullif(split_part(split_part(target, ' ', 4), '..', 1), '')::bigint, nullif(split_part(split_part(target, ' ', 4), '..', 2), '')::bigint
FROM admin_action WHERE operation = 'declareExport' AND outcome = 'done' ORDER BY action_nid;
