-- What an account has uploaded is summed at each upload.
CREATE INDEX media_user ON media (user_id, created_at_ms) INCLUDE (byte_length);
