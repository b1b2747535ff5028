-- The processes of this installation that may serve clients. A process serves only while its lease lasts, which it renews
-- long before its end. Each renewal counts up: whoever wants to know that a lease has run out waits for its whole length
-- on a clock of its own, and then finds the count unchanged. No two clocks have to agree.
CREATE TABLE process (
  process_id text PRIMARY KEY,
  -- Another one each time that the process registers. Once its row is gone, nothing can be renewed under it any more.
  epoch bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  role text NOT NULL,
  -- Where the other processes reach it; empty: nowhere.
  internal_address text NOT NULL,
  started_at_ms bigint NOT NULL,
  -- For people to look at; nothing is decided by it.
  serving_until_ms bigint NOT NULL,
  renewals bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
