-- Who has looked at an alert, and in which case. No reference: an alert outlives who handled it.
ALTER TABLE alert
  ADD COLUMN handled_by integer,
  ADD COLUMN handled_at_ms bigint,
  ADD COLUMN case_nid bigint;
CREATE INDEX alert_open ON alert (alert_nid) WHERE handled_at_ms IS NULL;
