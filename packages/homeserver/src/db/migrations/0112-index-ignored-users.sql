-- Who ignores whom is read as a whole when the server starts.
CREATE INDEX account_data_ignored ON account_data (user_id) WHERE room_nid = 0 AND type = 'm.ignored_user_list';
