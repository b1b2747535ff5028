-- The drill that a case belongs to; NULL: it is about real people.
ALTER TABLE desk_case ADD COLUMN drill_nid bigint REFERENCES drill (drill_nid);
