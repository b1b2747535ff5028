-- Somebody from outside is invited to a room as well, once they have an account: by whoever vouches for them.
ALTER TABLE invitation ADD COLUMN room_id text;
-- Who is to be invited to the room, from when it is known; and when that was done, or was refused for good.
ALTER TABLE invitation ADD COLUMN room_guest_nid integer REFERENCES account (user_nid);
ALTER TABLE invitation ADD COLUMN room_invited_at_ms bigint;
CREATE INDEX invitation_guest ON invitation (room_guest_nid) WHERE room_guest_nid IS NOT NULL AND room_invited_at_ms IS NULL;
