CREATE INDEX web_session_account ON web_session (user_nid, created_at_ms);
