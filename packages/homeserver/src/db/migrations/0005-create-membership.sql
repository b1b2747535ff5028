-- The present membership of each user in each room, for the way from a user to their rooms, and from where they count
-- what is unread: their joining, or the last event they sent (written behind; a receipt stands in its own table).
CREATE TABLE membership (
  user_id text NOT NULL,
  room_nid integer NOT NULL,
  membership text NOT NULL,
  position bigint NOT NULL,
  -- The position from which the user has been joined without a break, and the notify_ordinal there; 0 when not joined.
  joined_position bigint NOT NULL,
  joined_ordinal integer NOT NULL,
  sent_position bigint NOT NULL DEFAULT 0,
  sent_ordinal integer NOT NULL DEFAULT 0,
  forgotten boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, room_nid)
);
CREATE INDEX membership_room ON membership (room_nid, membership);
