-- What one person did alone that takes two, looked at afterwards by somebody else.
CREATE TABLE desk_review (
  action_nid bigint PRIMARY KEY REFERENCES desk_action (action_nid),
  reviewed_by integer NOT NULL REFERENCES account (user_nid),
  reviewed_at_ms bigint NOT NULL,
  -- What they found, at most 1000 characters.
  words text NOT NULL
);
CREATE INDEX desk_action_alone ON desk_action (action_nid) WHERE is_break_glass;
CREATE INDEX desk_action_case ON desk_action (case_nid, action_nid) WHERE case_nid IS NOT NULL;
