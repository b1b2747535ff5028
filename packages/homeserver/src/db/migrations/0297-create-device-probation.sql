-- How many files a device has read while it was on probation.
CREATE TABLE device_probation (
  device_nid integer PRIMARY KEY REFERENCES device (device_nid) ON DELETE CASCADE,
  files integer NOT NULL
);
