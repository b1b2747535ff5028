CREATE INDEX room_link_room ON room_link (room_nid, link_nid DESC);
