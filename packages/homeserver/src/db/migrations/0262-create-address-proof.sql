-- Somebody is asked to show that an address is theirs. Only hashes of what the mail holds stand here.
CREATE TABLE address_proof (
  proof_id text PRIMARY KEY,
  -- register, threepid, password, enrolment or renewal.
  purpose text NOT NULL,
  address text NOT NULL,
  -- Of what whoever asked keeps, or of what whoever has proved it was given.
  secret_hash bytea,
  -- Null where no mail went out: nothing proves it then, and nobody is told.
  code_hash bytea,
  link_hash bytea,
  -- As the client counts its wishes for another mail.
  send_attempt bigint NOT NULL,
  mails integer NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  proved_at_ms bigint
);
