-- The keys of the user directory stand under organisations as well from now on: everybody's are made anew.
INSERT INTO directory_due (user_id) SELECT user_id FROM account;
