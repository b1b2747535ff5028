CREATE UNIQUE INDEX room_handover_open ON room_handover (room_nid) WHERE taken_by IS NULL;
