-- Of a device that was signed in through OAuth 2.0: the client it is, and the SHA-256 thumbprint of the key that its
-- tokens are bound to (RFC 9449); null: they are bearer tokens.
ALTER TABLE refresh_chain ADD COLUMN client_id text, ADD COLUMN dpop_jkt text;
