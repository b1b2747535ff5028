-- The present membership of each user in each room, for the way from a user to their rooms.
CREATE TABLE membership (
  user_id text NOT NULL,
  room_nid integer NOT NULL,
  membership text NOT NULL,
  position bigint NOT NULL,
  -- The position from which the user has been joined without a break; 0 when they are not joined.
  joined_position bigint NOT NULL,
  forgotten boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, room_nid)
);
CREATE INDEX membership_room ON membership (room_nid);
