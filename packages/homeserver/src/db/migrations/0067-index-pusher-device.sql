CREATE INDEX pusher_device ON pusher (device_nid);
