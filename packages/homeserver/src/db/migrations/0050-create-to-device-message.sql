-- Messages that wait for a device, in order of arrival. One request brings a device one message at most, so its
-- position is the message's. No reference to device: forgetting a device empties its inbox.
CREATE TABLE to_device_message (
  device_nid integer NOT NULL,
  position bigint NOT NULL,
  -- The whole event, or null where it is shared.
  event text,
  -- Which shared event of this position.
  shared smallint,
  PRIMARY KEY (device_nid, position)
);
