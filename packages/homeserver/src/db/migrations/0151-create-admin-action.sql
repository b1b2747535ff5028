-- What administrators did. The row is durable before the act, its outcome is written after it: a row without one is an
-- act that was cut short.
CREATE TABLE admin_action (
  action_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at_ms bigint NOT NULL,
  operation text NOT NULL,
  user_nid integer NOT NULL,
  device_nid integer NOT NULL,
  -- What it was done to: a user id, a room id, a token; at most 1024 characters.
  target text NOT NULL,
  -- `done`, or the code of the refusal.
  outcome text
);
