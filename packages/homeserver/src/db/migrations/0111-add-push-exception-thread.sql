-- The thread of the event that counts differently; null: the main timeline.
ALTER TABLE push_exception ADD COLUMN thread_id text;
