-- Investigations of the security desk.
CREATE TABLE desk_case (
  case_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- At most 200 characters.
  title text NOT NULL,
  -- Null: opened for what was done through the socket in the data folder.
  opened_by integer REFERENCES account (user_nid),
  opened_at_ms bigint NOT NULL,
  closed_at_ms bigint
);
