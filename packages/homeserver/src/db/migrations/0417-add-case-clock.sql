-- When it became known that data were revealed: 72 hours from then on the authority has to be told (GDPR, article 33).
ALTER TABLE desk_case
  ADD COLUMN aware_at_ms bigint,
  ADD COLUMN aware_set_by integer REFERENCES account (user_nid);
CREATE INDEX desk_case_clock ON desk_case (aware_at_ms) WHERE aware_at_ms IS NOT NULL AND closed_at_ms IS NULL;
