-- What is to be sent to application services, in order: events by their places, written out when they leave; what is
-- no event as the text of a JSON object, with what it shows for the ledger.
CREATE TABLE appservice_transaction (
  appservice_id text NOT NULL,
  queued bigint GENERATED ALWAYS AS IDENTITY,
  txn_id text NOT NULL,
  room_nids integer[] NOT NULL,
  positions bigint[] NOT NULL,
  others text NOT NULL DEFAULT '{}',
  other_reads text NOT NULL DEFAULT '[]',
  PRIMARY KEY (appservice_id, queued)
);
