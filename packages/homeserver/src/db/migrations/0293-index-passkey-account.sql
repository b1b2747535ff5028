CREATE INDEX passkey_account ON passkey (user_nid, passkey_nid);
