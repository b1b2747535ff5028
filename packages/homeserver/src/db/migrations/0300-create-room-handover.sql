-- Rooms that their last admin left: they are the organisation's until somebody of it takes them over.
CREATE TABLE room_handover (
  handover_nid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_nid integer NOT NULL,
  -- Null: of nobody, so that only an operator takes it over.
  organisation_nid integer REFERENCES organisation (organisation_nid),
  -- admin_left, or admins_stopped: all of them are contained, suspended, expired or closed.
  reason text NOT NULL,
  last_admin text NOT NULL,
  since_ms bigint NOT NULL,
  -- Who takes it over, written before they do.
  taken_by text,
  taken_at_ms bigint
);
