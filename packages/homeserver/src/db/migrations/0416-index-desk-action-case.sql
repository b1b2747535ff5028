-- What was done in a case, and what one person did alone.
CREATE INDEX desk_action_case ON desk_action (case_nid, action_nid) WHERE case_nid IS NOT NULL;
CREATE INDEX desk_action_alone ON desk_action (action_nid) WHERE is_break_glass;
