-- What the security desk tells many people at once, in French and in English.
CREATE TABLE announcement (
  announcement_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_by integer NOT NULL REFERENCES account (user_nid),
  created_at_ms bigint NOT NULL,
  -- info, warning or critical.
  severity text NOT NULL,
  -- everybody, organisations or account_types; the ids of the organisations, the names of the types.
  audience text NOT NULL,
  audience_names text[] NOT NULL,
  title_fr text NOT NULL,
  title_en text NOT NULL,
  body_fr text NOT NULL,
  body_en text NOT NULL,
  must_acknowledge boolean NOT NULL,
  -- Until when it has to be acknowledged; NULL: no end.
  deadline_ms bigint,
  -- waiting (for a second person), sending, sent or withdrawn.
  state text NOT NULL,
  request_nid bigint REFERENCES desk_request (request_nid),
  -- The last account that is among its recipients; NULL: all are.
  filled_up_to integer DEFAULT 0,
  -- How many reminders were begun, and when the next one is due.
  round smallint NOT NULL DEFAULT 0,
  next_round_at_ms bigint,
  ended_at_ms bigint
);
CREATE INDEX announcement_due ON announcement (state, next_round_at_ms);
CREATE UNIQUE INDEX announcement_request ON announcement (request_nid) WHERE request_nid IS NOT NULL;
