-- Where an event counts differently for one member than for a member without rules of their own.
CREATE TABLE push_exception (
  user_id text NOT NULL,
  room_nid integer NOT NULL,
  position bigint NOT NULL,
  -- Added to the room's count: 1 notifies only this member, -1 spares this member, 0 notifies as everybody.
  notify_delta smallint NOT NULL,
  highlight boolean NOT NULL,
  PRIMARY KEY (user_id, room_nid, position)
);
