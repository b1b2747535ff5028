-- What is to be sent to application services, in order: events by their places, written out when they leave.
CREATE TABLE appservice_transaction (
  appservice_id text NOT NULL,
  queued bigint GENERATED ALWAYS AS IDENTITY,
  txn_id text NOT NULL,
  room_nids integer[] NOT NULL,
  positions bigint[] NOT NULL,
  PRIMARY KEY (appservice_id, queued)
);
