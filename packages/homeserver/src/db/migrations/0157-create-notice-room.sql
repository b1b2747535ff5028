-- The room in which the server tells a user something.
CREATE TABLE notice_room (
  user_id text PRIMARY KEY,
  room_nid integer NOT NULL
);
