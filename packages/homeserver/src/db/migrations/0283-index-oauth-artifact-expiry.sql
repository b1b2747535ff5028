CREATE INDEX oauth_artifact_expiry ON oauth_artifact (expires_at_ms);
