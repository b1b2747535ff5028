-- Leak attribution is worked out in the background, in the order in which it was asked for: how far it is, and what it found.
ALTER TABLE attribution
  -- asked (a second person has to agree), waiting, running, done, failed or cancelled.
  ADD COLUMN state text NOT NULL DEFAULT 'asked',
  -- From 0 to 1.
  ADD COLUMN progress real NOT NULL DEFAULT 0,
  -- Why it failed: too_many_places, too_many_messages or broken.
  ADD COLUMN failure text,
  -- What is still to be looked for, as JSON: hashes of texts, and rooms with a time. Gone when it was looked for, or will not be.
  ADD COLUMN sought text,
  -- What was found, as JSON.
  ADD COLUMN result text,
  ADD COLUMN made_at_ms bigint;
UPDATE attribution SET state = 'waiting' FROM desk_request r WHERE r.request_nid = attribution.request_nid AND r.decision IN ('approved', 'broken');
