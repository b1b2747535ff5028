CREATE INDEX to_device_transaction_age ON to_device_transaction (created_at_ms);
