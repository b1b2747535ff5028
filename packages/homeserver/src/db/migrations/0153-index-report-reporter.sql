-- How many somebody has reported lately.
CREATE INDEX report_reporter ON report (reporter_nid, at_ms);
