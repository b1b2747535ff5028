-- Why a report failed is a code, which the screen words: too_many_rows or broken. What was written as a sentence becomes one.
UPDATE exposure_report SET failure = CASE WHEN failure LIKE 'There are more than %' THEN 'too_many_rows' ELSE 'broken' END WHERE failure IS NOT NULL;
