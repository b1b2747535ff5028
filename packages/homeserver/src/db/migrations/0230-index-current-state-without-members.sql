-- The state that a room is loaded with: its members, who may be tens of thousands, come one by one as they are needed.
CREATE INDEX state_interval_current_others ON state_interval (room_nid)
  WHERE to_position = 9223372036854775807 AND type <> 'm.room.member';
