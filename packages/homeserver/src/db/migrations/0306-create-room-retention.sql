-- Up to where what was said in a room is purged.
CREATE TABLE room_retention (
  room_nid integer PRIMARY KEY,
  purged_to bigint NOT NULL
);
