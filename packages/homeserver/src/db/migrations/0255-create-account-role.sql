-- What somebody may do at the desk beside being an agent.
CREATE TABLE account_role (
  user_nid integer NOT NULL REFERENCES account (user_nid),
  -- organisation_admin, security_officer, auditor or operator.
  role text NOT NULL,
  granted_at_ms bigint NOT NULL,
  PRIMARY KEY (user_nid, role)
);
