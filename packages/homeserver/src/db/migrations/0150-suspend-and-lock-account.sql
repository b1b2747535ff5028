-- A suspended account reads but does not act; a locked one gets in nowhere until it is unlocked, and keeps its devices.
ALTER TABLE account ADD COLUMN is_suspended boolean NOT NULL DEFAULT false;
ALTER TABLE account ADD COLUMN is_locked boolean NOT NULL DEFAULT false;
-- What was called suspended until now was locked.
UPDATE account SET state = 'active', is_locked = true WHERE state = 'suspended';
