-- What the owners of a forum were told before a date of review, each once.
CREATE TABLE forum_reminder (
  room_nid integer NOT NULL,
  review_at_ms bigint NOT NULL,
  -- soon, due or closed.
  step text NOT NULL,
  user_id text NOT NULL,
  PRIMARY KEY (room_nid, review_at_ms, step, user_id)
);
