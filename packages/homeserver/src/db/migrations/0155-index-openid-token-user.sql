CREATE INDEX openid_token_user ON openid_token (user_nid);
