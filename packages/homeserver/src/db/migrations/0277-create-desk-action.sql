-- What was tried at the desk. The row is durable before anything is done, and its outcome commits with what was done: a
-- row without one is an act of which nothing remains.
CREATE TABLE desk_action (
  action_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at_ms bigint NOT NULL,
  operation text NOT NULL,
  -- desk: by a signed-in person; machine: through the socket in the data folder.
  way text NOT NULL,
  -- Null: through the socket.
  user_nid integer REFERENCES account (user_nid),
  device_nid integer,
  ip text NOT NULL,
  -- What it was done to, at most 1024 characters.
  target text NOT NULL,
  reason text NOT NULL,
  case_nid bigint,
  -- The request that a second person decided on.
  request_nid bigint,
  -- One person did what takes two.
  is_break_glass boolean NOT NULL DEFAULT false,
  -- `done`, `asked` where a second person is needed, or the code of the refusal.
  outcome text,
  ended_at_ms bigint
);
