CREATE INDEX pusher_pushkey ON pusher (pushkey, app_id);
