-- Who was shown what: the rows of one commit as one packed block. Append only.
CREATE TABLE ledger_block (
  block bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_at_ms bigint NOT NULL,
  last_at_ms bigint NOT NULL,
  row_count integer NOT NULL,
  body bytea NOT NULL
);
CREATE FUNCTION ledger_block_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger_block is append only';
END $$;
CREATE TRIGGER ledger_block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_block_is_append_only();
