-- Set until the device is approved from another device of its account, or by the organisation's admin.
ALTER TABLE device ADD COLUMN on_probation_since_ms bigint;
