-- What one person at the desk has asked for and a second one has to agree to.
CREATE TABLE desk_request (
  request_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The operation id of the endpoint.
  operation text NOT NULL,
  target text NOT NULL,
  reason text NOT NULL,
  case_nid bigint REFERENCES desk_case (case_nid),
  asked_by integer NOT NULL REFERENCES account (user_nid),
  asked_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  decided_by integer REFERENCES account (user_nid),
  decided_at_ms bigint,
  -- approved, refused, or broken (by one person alone); null: nobody has decided.
  decision text
);
