CREATE INDEX key_signature_signer ON key_signature (signer_user_id, position);
