-- Events are kept as the bytes of their canonical JSON (with hashes, without signatures) and never rewritten,
-- except by redaction.
CREATE TABLE event (
  room_nid integer NOT NULL,
  position bigint NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  state_key text,
  sender text NOT NULL,
  -- How many events of this room so far (this one included) notify a member without rules of their own.
  notify_ordinal integer NOT NULL,
  -- The sending device and its transaction id: idempotency and unsigned.transaction_id.
  device_nid integer,
  txn_id text,
  -- The redaction that took this event's content away.
  redacted_by text,
  -- The state event that this one took the place of: unsigned.prev_content.
  replaces_state text,
  pdu bytea NOT NULL,
  PRIMARY KEY (room_nid, position)
);
CREATE UNIQUE INDEX event_event_id ON event (event_id);
CREATE INDEX event_txn ON event (device_nid, position DESC) WHERE txn_id IS NOT NULL;
