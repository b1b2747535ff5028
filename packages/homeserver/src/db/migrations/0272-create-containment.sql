-- Accounts that were stopped, and what there was of them at that instant.
CREATE TABLE containment (
  containment_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  contained_at_ms bigint NOT NULL,
  -- The state the account was in before.
  state_before text NOT NULL,
  -- How many things each effect has ended, as a JSON object of numbers.
  effects text NOT NULL,
  -- Memberships, devices, addresses and the head of the ledger at that instant, as a JSON object.
  snapshot text NOT NULL,
  released_at_ms bigint
);
