CREATE INDEX account_address_account ON account_address (user_nid);
