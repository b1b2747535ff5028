-- Under which words people are found: every rotation of the words of their name and of their localpart, folded. A word
-- is found by the beginning of a key, two words in this order by the same, and any others by what stands behind.
CREATE TABLE directory_key (
  key text COLLATE "C" NOT NULL,
  user_nid integer NOT NULL,
  PRIMARY KEY (key, user_nid)
);
CREATE INDEX directory_key_person ON directory_key (user_nid);
