-- The one-time keys of one algorithm that came in one upload, packed: keys of one upload have no order among
-- themselves, so a claim takes the next one and raises `taken`. The packed keys are never rewritten.
CREATE TABLE one_time_key_batch (
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  algorithm text NOT NULL,
  -- Order of upload.
  batch bigint GENERATED ALWAYS AS IDENTITY,
  -- One after the other: key id, a zero byte, the key's JSON.
  keys bytea NOT NULL,
  -- Behind which byte each key ends.
  ends integer[] NOT NULL,
  size smallint NOT NULL,
  taken smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (device_nid, algorithm, batch)
) WITH (fillfactor = 70);
-- Uncompressed, so that a claim reads its slice and not the whole.
ALTER TABLE one_time_key_batch ALTER COLUMN keys SET STORAGE EXTERNAL;
