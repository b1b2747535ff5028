-- The identity keys of a device: canonical JSON without `signatures` and `unsigned`, which is the text that signatures
-- sign, and the signatures that were uploaded with it.
CREATE TABLE device_key (
  device_nid integer PRIMARY KEY REFERENCES device (device_nid) ON DELETE CASCADE,
  body text NOT NULL,
  signatures text NOT NULL
);
