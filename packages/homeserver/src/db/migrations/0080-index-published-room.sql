-- The published directory is read whole when the server starts.
CREATE INDEX room_published ON room (room_nid) WHERE published;
