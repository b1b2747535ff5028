CREATE INDEX media_acl_room ON media_acl (room_nid);
