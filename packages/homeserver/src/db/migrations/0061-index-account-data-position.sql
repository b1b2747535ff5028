CREATE INDEX account_data_position ON account_data (user_id, position);
