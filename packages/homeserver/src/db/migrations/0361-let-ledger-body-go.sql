-- The one change a block may see: when its time is over its rows go, and the salt of their hashes. The hashes stay.
CREATE OR REPLACE FUNCTION ledger_block_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' AND NEW.body = '' AND NEW.salt IS NULL
    AND (NEW.block, NEW.first_at_ms, NEW.last_at_ms, NEW.row_count, NEW.writer, NEW.seq, NEW.previous)
      IS NOT DISTINCT FROM (OLD.block, OLD.first_at_ms, OLD.last_at_ms, OLD.row_count, OLD.writer, OLD.seq, OLD.previous)
    AND EXISTS (SELECT 1 FROM ledger_placement p WHERE p.block = OLD.block) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'ledger_block is append only';
END $$;
DROP TRIGGER ledger_block_append_only ON ledger_block;
CREATE TRIGGER ledger_block_stays BEFORE DELETE OR TRUNCATE ON ledger_block
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_block_is_append_only();
CREATE TRIGGER ledger_block_unchanged BEFORE UPDATE ON ledger_block
  FOR EACH ROW EXECUTE FUNCTION ledger_block_is_append_only();
