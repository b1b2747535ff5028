-- Notifications that a gateway has not taken yet. What is delivered at once never stands here.
CREATE TABLE push_due (
  user_id text NOT NULL,
  app_id text NOT NULL,
  pushkey text NOT NULL,
  -- The event; 0: only the counts have changed.
  position bigint NOT NULL,
  room_nid integer NOT NULL,
  due_at_ms bigint NOT NULL,
  PRIMARY KEY (user_id, app_id, pushkey, position),
  FOREIGN KEY (user_id, app_id, pushkey) REFERENCES pusher (user_id, app_id, pushkey) ON DELETE CASCADE
);
