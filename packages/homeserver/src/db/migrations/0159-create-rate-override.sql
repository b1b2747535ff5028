-- Accounts with limits of their own on how often they may call.
CREATE TABLE rate_override (
  user_id text PRIMARY KEY,
  -- 0: no limit.
  per_second integer NOT NULL,
  burst integer NOT NULL
);
