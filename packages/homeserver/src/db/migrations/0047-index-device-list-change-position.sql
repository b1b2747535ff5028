CREATE INDEX device_list_change_position ON device_list_change (position);
