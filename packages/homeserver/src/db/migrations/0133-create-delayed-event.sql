-- Events that are sent later unless somebody says otherwise (MSC4140), and for a while those that were.
CREATE TABLE delayed_event (
  delay_id text PRIMARY KEY,
  user_id text NOT NULL,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  device_nid integer NOT NULL,
  room_id text NOT NULL,
  type text NOT NULL,
  -- Null: no state event.
  state_key text,
  txn_id text,
  -- JSON text.
  content text NOT NULL,
  delay_ms bigint NOT NULL,
  -- When it was scheduled or restarted, and when it is sent.
  since_ms bigint NOT NULL,
  due_at_ms bigint NOT NULL,
  -- scheduled, sending, sent, cancelled or failed.
  state text NOT NULL DEFAULT 'scheduled',
  -- Whether somebody ended it before its time.
  by_action boolean NOT NULL DEFAULT false,
  finalised_at_ms bigint,
  event_id text,
  -- JSON text of the error where it failed.
  error text
);
CREATE INDEX delayed_event_user ON delayed_event (user_id, state, since_ms);
CREATE INDEX delayed_event_due ON delayed_event (due_at_ms) WHERE state = 'scheduled';
CREATE UNIQUE INDEX delayed_event_txn ON delayed_event (device_nid, room_id, type, txn_id) WHERE txn_id IS NOT NULL;
