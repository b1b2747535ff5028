-- For followers that catch up. Events lie on disk in the order of their positions, so that a summary of pages is
-- enough, and costs an insert next to nothing.
CREATE INDEX event_position ON event USING brin (position) WITH (pages_per_range = 32, autosummarize = on);
