-- The account was contained and released: nothing but a new enrolment lets its owner in.
ALTER TABLE account ADD COLUMN must_enrol boolean NOT NULL DEFAULT false;
-- The state it was in before it was suspended, quarantined or expired; null: not known.
ALTER TABLE account ADD COLUMN state_before text;
