-- The files that a delayed event carries and does not name itself, as mxc:// URIs; null: none.
ALTER TABLE delayed_event ADD COLUMN attach_media text[];
