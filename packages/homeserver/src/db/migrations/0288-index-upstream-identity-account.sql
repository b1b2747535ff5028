CREATE INDEX upstream_identity_account ON upstream_identity (user_nid);
