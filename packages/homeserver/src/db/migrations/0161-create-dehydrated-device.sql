-- Devices that exist in their owner's secret storage only: they have keys and receive messages, and nobody is signed in
-- with them. One for each account.
CREATE TABLE dehydrated_device (
  user_nid integer PRIMARY KEY REFERENCES account (user_nid),
  device_nid integer NOT NULL UNIQUE REFERENCES device (device_nid) ON DELETE CASCADE,
  -- JSON text, encrypted by the client.
  device_data text NOT NULL
);
