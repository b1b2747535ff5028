-- Which events carry which files: a file may be read by those who may see one of them.
CREATE TABLE media_acl (
  media_id text NOT NULL,
  room_nid int NOT NULL,
  -- The position of the event.
  position bigint NOT NULL,
  PRIMARY KEY (media_id, room_nid, position)
);
