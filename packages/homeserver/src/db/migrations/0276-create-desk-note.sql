-- What is written down in a case, by people and by what they do.
CREATE TABLE desk_note (
  note_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_nid bigint NOT NULL REFERENCES desk_case (case_nid),
  -- Null: the server.
  written_by integer REFERENCES account (user_nid),
  written_at_ms bigint NOT NULL,
  -- note, or the kind of what is attached: containment.
  kind text NOT NULL,
  -- At most 8000 characters.
  body text NOT NULL,
  -- The containment whose snapshot belongs here.
  containment_nid bigint REFERENCES containment (containment_nid)
);
