-- Where notifications are sent. A pusher goes with the device that set it.
CREATE TABLE pusher (
  user_id text NOT NULL,
  app_id text NOT NULL,
  pushkey text NOT NULL,
  device_nid integer NOT NULL REFERENCES device (device_nid) ON DELETE CASCADE,
  kind text NOT NULL,
  app_display_name text NOT NULL,
  device_display_name text NOT NULL,
  profile_tag text,
  lang text NOT NULL,
  -- JSON text; `url` in it is the gateway.
  data text NOT NULL,
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (user_id, app_id, pushkey)
);
