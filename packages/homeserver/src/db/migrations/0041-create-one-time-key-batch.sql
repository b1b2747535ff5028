-- The one-time keys of one algorithm that came in one upload, packed: keys of one upload have no order among
-- themselves, so a claim takes the next one and raises `taken`. The arrays are never rewritten.
CREATE TABLE one_time_key_batch (
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  algorithm text NOT NULL,
  -- Order of upload.
  batch bigint GENERATED ALWAYS AS IDENTITY,
  key_ids text[] NOT NULL,
  bodies text[] NOT NULL,
  size smallint NOT NULL,
  taken smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (device_nid, algorithm, batch)
) WITH (fillfactor = 70);
