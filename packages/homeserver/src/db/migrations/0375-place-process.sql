-- Where a process runs. Whoever waits for it on the same machine sees that it is gone, and ends it where it stands still:
-- what it would do as it goes on, nobody could say. Empty: nobody can look at it.
ALTER TABLE process
  ADD COLUMN machine text NOT NULL DEFAULT '',
  ADD COLUMN pid integer NOT NULL DEFAULT 0,
  -- In ticks since the machine started: numbers of processes are given out anew.
  ADD COLUMN pid_started_ticks bigint NOT NULL DEFAULT 0;
