CREATE INDEX account_organisation ON account (organisation_nid, account_type) WHERE organisation_nid IS NOT NULL;
