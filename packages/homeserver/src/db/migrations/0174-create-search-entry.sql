-- The words of unencrypted messages, names and topics. An edit has a row of its own that leads to the event it edits;
-- of the rows that lead to one event, the current one has the words that it shows now.
CREATE TABLE search_entry (
  room_nid integer NOT NULL,
  position bigint NOT NULL,
  target_position bigint NOT NULL,
  -- 1: body, 2: name, 3: topic.
  kind smallint NOT NULL,
  sender text NOT NULL,
  origin_server_ts bigint NOT NULL,
  is_current boolean NOT NULL,
  -- Folded words, stemmed as French and as English, and the room as a word that nobody can write.
  words tsvector NOT NULL,
  PRIMARY KEY (room_nid, position)
);
CREATE INDEX search_entry_target ON search_entry (room_nid, target_position);
CREATE INDEX search_entry_words ON search_entry USING gin (words);
