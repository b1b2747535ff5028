-- What two people have agreed to look for in the ledger, worked out behind the requests: how far it is, and which rows it found.
CREATE TABLE evidence_search (
  request_nid bigint PRIMARY KEY REFERENCES desk_request (request_nid),
  -- waiting, running, done, failed or cancelled.
  state text NOT NULL DEFAULT 'waiting',
  -- From 0 to 1.
  progress real NOT NULL DEFAULT 0,
  -- Why it failed: too_many_rows or broken.
  failure text,
  -- The signed head that the rows are proven against, and how many they are, as JSON.
  result text,
  made_at_ms bigint
);
-- The places of its rows in the tree, some thousand a part, in their order: the rows themselves stay in the ledger.
CREATE TABLE evidence_leaf (
  request_nid bigint NOT NULL REFERENCES evidence_search (request_nid),
  part integer NOT NULL,
  leaves bigint[] NOT NULL,
  PRIMARY KEY (request_nid, part)
);
INSERT INTO evidence_search (request_nid) SELECT request_nid FROM desk_request
WHERE operation IN ('askEvidence', 'askLedgerSearch') AND decision IN ('approved', 'broken') AND expires_at_ms > extract(epoch FROM now()) * 1000;
