-- One at a time.
CREATE UNIQUE INDEX drill_open ON drill ((true)) WHERE state <> 'ended';
