CREATE INDEX invitation_address ON invitation (address, expires_at_ms);
