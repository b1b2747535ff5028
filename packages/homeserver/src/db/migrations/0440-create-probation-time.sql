-- When devices were on probation: what could have been read depends on it, also of a device that is gone.
CREATE TABLE probation_time (
  device_nid integer PRIMARY KEY,
  from_ms bigint NOT NULL,
  -- When it was approved; null: it has not been.
  to_ms bigint
);
INSERT INTO probation_time (device_nid, from_ms) SELECT device_nid, on_probation_since_ms FROM device WHERE on_probation_since_ms IS NOT NULL;
