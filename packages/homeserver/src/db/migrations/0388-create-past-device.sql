-- Devices that are gone: the ledger names devices by their numbers, and outlives them.
CREATE TABLE past_device (
  device_nid integer PRIMARY KEY,
  user_nid integer NOT NULL,
  device_id text NOT NULL,
  display_name text,
  ended_at_ms bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
);
CREATE INDEX past_device_user ON past_device (user_nid);
CREATE FUNCTION keep_past_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO past_device (device_nid, user_nid, device_id, display_name)
  VALUES (OLD.device_nid, OLD.user_nid, OLD.device_id, OLD.display_name) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER device_goes AFTER DELETE ON device FOR EACH ROW EXECUTE FUNCTION keep_past_device();
