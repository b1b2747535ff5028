-- Hardly any row leads to another event: only edits do, and only they are looked for by the event they lead to.
DROP INDEX search_entry_target;
CREATE INDEX search_entry_edit ON search_entry (room_nid, target_position) WHERE target_position <> position;
