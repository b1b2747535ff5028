-- What people say of themselves. The two fields that rooms copy stand alone; the rest is the text of a JSON object.
CREATE TABLE profile (
  user_id text PRIMARY KEY,
  displayname text,
  avatar_url text,
  fields text NOT NULL DEFAULT '{}'
);
