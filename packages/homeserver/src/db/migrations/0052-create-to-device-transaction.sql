-- Which requests of a device were carried out, for the repetition of one whose answer was lost.
CREATE TABLE to_device_transaction (
  device_nid integer NOT NULL,
  event_type text NOT NULL,
  txn_id text NOT NULL,
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (device_nid, event_type, txn_id)
);
