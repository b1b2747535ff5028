-- The event of a request that sent the same content to several devices.
CREATE TABLE to_device_shared (
  position bigint NOT NULL,
  shared smallint NOT NULL,
  event text NOT NULL,
  -- How many devices have yet to prove that they received it.
  pending integer NOT NULL,
  PRIMARY KEY (position, shared)
) WITH (fillfactor = 90);
