-- A pusher can be silenced from another device (MSC3881).
ALTER TABLE pusher ADD COLUMN enabled boolean NOT NULL DEFAULT true;
