-- Somebody has lost every passkey: one person asks that they be let in again, another one agrees.
CREATE TABLE recovery (
  recovery_id text PRIMARY KEY,
  user_nid integer NOT NULL REFERENCES account (user_nid),
  asked_by integer NOT NULL REFERENCES account (user_nid),
  -- organisation_admin or security_officer: the other one has to agree.
  asked_as text NOT NULL,
  asked_at_ms bigint NOT NULL,
  reason text NOT NULL,
  -- Null: nobody has agreed yet.
  agreed_by integer REFERENCES account (user_nid),
  agreed_at_ms bigint
);
CREATE INDEX recovery_account ON recovery (user_nid);
