-- What people report to whoever runs the server.
CREATE TABLE report (
  report_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- event, room or user.
  kind text NOT NULL,
  at_ms bigint NOT NULL,
  reporter_nid integer NOT NULL,
  room_nid integer,
  event_id text,
  -- Whom it is about: the sender of the event, or the user reported.
  user_id text,
  -- At most 4096 characters.
  reason text NOT NULL,
  score integer
);
