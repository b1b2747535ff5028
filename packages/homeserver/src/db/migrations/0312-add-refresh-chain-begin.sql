-- When a device was signed in: its refresh tokens have an end. For those that were here before, it begins with this.
ALTER TABLE refresh_chain ADD COLUMN began_at_ms bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE refresh_chain ALTER COLUMN began_at_ms DROP DEFAULT;
