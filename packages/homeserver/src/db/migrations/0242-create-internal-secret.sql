-- By which the processes of this installation know each other. Whoever reads the database could read anything else, too.
CREATE TABLE internal_secret (
  only_row boolean PRIMARY KEY CHECK (only_row),
  secret text NOT NULL
);
