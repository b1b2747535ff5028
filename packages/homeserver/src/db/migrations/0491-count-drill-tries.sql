-- What of a drill fails is tried again after a while, and after some tries not before somebody says so.
ALTER TABLE drill
  ADD COLUMN tries smallint NOT NULL DEFAULT 0,
  -- Not before; NULL with tries: nobody tries again by themselves.
  ADD COLUMN next_try_at_ms bigint;
