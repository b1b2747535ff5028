-- What it was for is found by state_interval_current_others or by the primary key.
DROP INDEX state_interval_current;
