-- What was done in a case.
CREATE INDEX desk_action_case ON desk_action (case_nid, action_nid) WHERE case_nid IS NOT NULL;
