-- Accounts of drills are few, and looked for by their kind.
CREATE INDEX account_exercise ON account (user_nid) WHERE account_type = 'exercise';
