-- People whose keys are to be made anew. Whatever changes an account or a name adds a row in its own transaction, so
-- that no crash loses a change; one row a change, since a row that is taken was read before later changes.
CREATE TABLE directory_due (
  due_nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL
);
CREATE FUNCTION directory_person_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO directory_due (user_id) VALUES (NEW.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER directory_account AFTER INSERT OR UPDATE OF state, is_guest ON account
  FOR EACH ROW EXECUTE FUNCTION directory_person_is_due();
CREATE TRIGGER directory_profile AFTER INSERT OR UPDATE OF displayname ON profile
  FOR EACH ROW EXECUTE FUNCTION directory_person_is_due();
INSERT INTO directory_due (user_id) SELECT user_id FROM account;
