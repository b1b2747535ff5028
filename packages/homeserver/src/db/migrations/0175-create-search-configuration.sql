-- Words come folded and cut, so that the parser has nothing to decide; the stemmers are PostgreSQL's own.
CREATE TEXT SEARCH CONFIGURATION chappe_french (COPY = pg_catalog.french);
CREATE TEXT SEARCH CONFIGURATION chappe_english (COPY = pg_catalog.english);
