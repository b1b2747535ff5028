-- Whether the last touch was of a passkey that cannot leave its authenticator, such as that of a security key: what one
-- person does alone that takes two asks for one.
ALTER TABLE step_up ADD COLUMN is_bound boolean NOT NULL DEFAULT false;
