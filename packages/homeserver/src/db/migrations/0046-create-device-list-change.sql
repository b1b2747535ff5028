-- When the devices or cross-signing keys of a user changed last: one row per user, whoever shares rooms with them.
CREATE TABLE device_list_change (
  user_id text PRIMARY KEY,
  position bigint NOT NULL
);
