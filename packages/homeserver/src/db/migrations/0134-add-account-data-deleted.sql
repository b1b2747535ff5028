-- Deleted account data (MSC3391): devices that sync on are told `{}`; to everybody else there is none.
ALTER TABLE account_data ADD COLUMN deleted boolean NOT NULL DEFAULT false;
