CREATE INDEX takeover_link_account ON takeover_link (user_nid, made_at_ms);
