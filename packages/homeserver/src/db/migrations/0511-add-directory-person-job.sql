-- What an organisation's directory says that its people do; empty where it says nothing.
ALTER TABLE directory_person
  ADD COLUMN title text NOT NULL DEFAULT '',
  ADD COLUMN service text NOT NULL DEFAULT '',
  ADD COLUMN phone text NOT NULL DEFAULT '',
  ADD COLUMN place text NOT NULL DEFAULT '';
