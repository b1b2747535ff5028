-- An auditor has looked at what somebody did alone that takes two, or that came through the socket of the machine.
CREATE TABLE break_glass_review (
  action_nid bigint PRIMARY KEY REFERENCES desk_action (action_nid),
  reviewed_by integer NOT NULL REFERENCES account (user_nid),
  reviewed_at_ms bigint NOT NULL,
  -- What they found, at most 1000 characters.
  finding text NOT NULL
);
CREATE INDEX desk_action_break_glass ON desk_action (action_nid) WHERE is_break_glass;
