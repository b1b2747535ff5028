-- An event that relates to an earlier one of its room, for as long as it is not redacted.
CREATE TABLE relation (
  room_nid integer NOT NULL,
  position bigint NOT NULL,
  event_id text NOT NULL,
  parent_id text NOT NULL,
  parent_position bigint NOT NULL,
  rel_type text NOT NULL,
  type text NOT NULL,
  sender text NOT NULL,
  -- What an annotation says.
  annotation_key text,
  -- A replacement that meets every condition of the specification.
  is_edit boolean NOT NULL,
  -- The root of the thread the event stands in, by its own relation or by that of what it relates to.
  thread_id text,
  -- Whether it notifies a member without rules of their own; events of a thread are no part of the room's ordinal.
  notifies boolean NOT NULL,
  sent_at_ms bigint NOT NULL,
  PRIMARY KEY (room_nid, position)
);
CREATE INDEX relation_parent ON relation (parent_id, position);
CREATE INDEX relation_thread ON relation (room_nid, position) WHERE thread_id IS NOT NULL;
CREATE INDEX relation_annotation ON relation (parent_id, sender, annotation_key) WHERE rel_type = 'm.annotation';
