-- The push rules of those who have changed something; everybody else has the default rules and no row.
CREATE TABLE push_rules (
  user_id text PRIMARY KEY,
  -- JSON text: the user's own rules and their changes to default rules.
  rules text NOT NULL,
  -- When they changed, in the change stream.
  position bigint NOT NULL,
  -- Goes up by one with every edit.
  version integer NOT NULL DEFAULT 0
);
