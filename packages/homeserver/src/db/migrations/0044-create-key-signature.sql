-- Signatures that came after the key they sign (keys/signatures/upload).
CREATE TABLE key_signature (
  target_user_id text NOT NULL,
  -- A device id, or the public key of a cross-signing key.
  target_key text NOT NULL,
  signer_user_id text NOT NULL,
  -- `ed25519:` and a device id or the public key of a cross-signing key.
  signer_key_id text NOT NULL,
  signature text NOT NULL,
  -- Change position: the signer's own devices hear of it.
  position bigint NOT NULL,
  PRIMARY KEY (target_user_id, target_key, signer_user_id, signer_key_id)
);
