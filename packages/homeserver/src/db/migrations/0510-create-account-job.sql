-- What the people of organisations do there: as the directory of the organisation says it, or its admin, and never they
-- themselves. What is not known is empty.
CREATE TABLE account_job (
  user_nid integer PRIMARY KEY REFERENCES account (user_nid),
  title text NOT NULL,
  service text NOT NULL,
  phone text NOT NULL,
  place text NOT NULL,
  changed_at_ms bigint NOT NULL
);
-- People are found by title and service as well: whoever gets another is due anew.
CREATE FUNCTION directory_job_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO directory_due (user_id) SELECT user_id FROM account WHERE user_nid = NEW.user_nid;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_job AFTER INSERT OR UPDATE OF title, service ON account_job
  FOR EACH ROW EXECUTE FUNCTION directory_job_is_due();
