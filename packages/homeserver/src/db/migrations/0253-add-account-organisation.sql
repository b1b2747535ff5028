-- Null: nobody's, as of accounts that an application service or an ordinary homeserver makes.
ALTER TABLE account ADD COLUMN organisation_nid integer REFERENCES organisation (organisation_nid);
-- agent, external or service.
ALTER TABLE account ADD COLUMN account_type text NOT NULL DEFAULT 'agent';
-- Null: has no end.
ALTER TABLE account ADD COLUMN valid_until_ms bigint;
