CREATE INDEX address_proof_address ON address_proof (address, created_at_ms);
