-- Rooms that an application service lists in the directory of one of its networks.
CREATE TABLE network_room (
  appservice_id text NOT NULL,
  network_id text NOT NULL,
  room_nid integer NOT NULL,
  PRIMARY KEY (appservice_id, network_id, room_nid)
);
