-- What the security desk has to look at: a token that was used after it was spent, say.
CREATE TABLE alert (
  alert_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at_ms bigint NOT NULL,
  kind text NOT NULL,
  -- Whom it is about; no reference, since it outlives its device.
  user_nid integer NOT NULL,
  device_id text NOT NULL,
  -- JSON: ids and counts, never a secret.
  detail text NOT NULL
);
