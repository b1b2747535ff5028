-- The rooms that say how long they keep what is said, and the forums.
CREATE INDEX state_interval_kept ON state_interval (type, room_nid)
  WHERE to_position = 9223372036854775807 AND type IN ('m.room.retention', 'org.chappe.room.forum');
