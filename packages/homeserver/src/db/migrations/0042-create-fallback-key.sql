-- What a claim gets when the one-time keys have run out; one per algorithm, given out again and again.
CREATE TABLE fallback_key (
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  algorithm text NOT NULL,
  key_id text NOT NULL,
  body text NOT NULL,
  used boolean NOT NULL DEFAULT false,
  PRIMARY KEY (device_nid, algorithm)
);
