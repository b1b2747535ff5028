CREATE INDEX report_open ON report (report_nid) WHERE state <> 'done';
