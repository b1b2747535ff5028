-- Up to which event every notification is delivered or stands in push_due: from there on a start looks again.
CREATE TABLE push_progress (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  position bigint NOT NULL
);
INSERT INTO push_progress (position) SELECT max(event_position) FROM writer;
