// What the administrators' endpoints show in common. docs/api/synapse-admin.md
import { Type } from 'typebox'

/** An account. */
export const accountShape = Type.Object({
  name: Type.String(),
  displayname: Type.Union([Type.String(), Type.Null()]),
  avatar_url: Type.Union([Type.String(), Type.Null()]),
  is_guest: Type.Boolean(),
  admin: Type.Boolean(),
  deactivated: Type.Boolean(),
  locked: Type.Boolean(),
  suspended: Type.Boolean(),
  erased: Type.Boolean(),
  shadow_banned: Type.Boolean(),
  user_type: Type.Null(),
  creation_ts: Type.Integer(),
  last_seen_ts: Type.Union([Type.Integer(), Type.Null()]),
  threepids: Type.Array(Type.Unknown()),
  external_ids: Type.Array(Type.Unknown()),
})

/** A device. */
export const deviceShape = Type.Object({
  device_id: Type.String(),
  user_id: Type.String(),
  display_name: Type.Union([Type.String(), Type.Null()]),
  last_seen_ip: Type.Union([Type.String(), Type.Null()]),
  last_seen_ts: Type.Union([Type.Integer(), Type.Null()]),
})

/** A registration token. */
export const registrationTokenShape = Type.Object({
  token: Type.String(),
  uses_allowed: Type.Union([Type.Integer(), Type.Null()]),
  pending: Type.Integer(),
  completed: Type.Integer(),
  expiry_time: Type.Union([Type.Integer(), Type.Null()]),
})

/** A report. `event_id` is null where a room or a user was reported. */
export const reportShape = Type.Object({
  id: Type.Integer(),
  received_ts: Type.Integer(),
  room_id: Type.Union([Type.String(), Type.Null()]),
  event_id: Type.Union([Type.String(), Type.Null()]),
  user_id: Type.String(),
  sender: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  score: Type.Union([Type.Integer(), Type.Null()]),
})

const text = Type.Union([Type.String(), Type.Null()])

/** A room, by what its state says of it. */
export const roomShape = Type.Object({
  room_id: Type.String(),
  name: text,
  canonical_alias: text,
  topic: text,
  avatar: text,
  joined_members: Type.Integer(),
  joined_local_members: Type.Integer(),
  version: Type.String(),
  creator: text,
  encryption: text,
  federatable: Type.Boolean(),
  public: Type.Boolean(),
  join_rules: text,
  guest_access: text,
  history_visibility: text,
  state_events: Type.Integer(),
  room_type: text,
})

/** What the removal of a room did. */
export const removalShape = Type.Object({
  kicked_users: Type.Array(Type.String()),
  failed_to_kick_users: Type.Array(Type.String()),
  local_aliases: Type.Array(Type.String()),
  new_room_id: Type.Null(),
})

/** From where and when the devices of an account were last heard of. */
export const whoIsShape = Type.Object({
  user_id: Type.String(),
  devices: Type.Record(
    Type.String(),
    Type.Object({
      sessions: Type.Array(
        Type.Object({
          connections: Type.Array(
            Type.Object({
              ip: Type.Optional(Type.String()),
              last_seen: Type.Optional(Type.Integer()),
              user_agent: Type.Optional(Type.String()),
            }),
          ),
        }),
      ),
    }),
  ),
})
