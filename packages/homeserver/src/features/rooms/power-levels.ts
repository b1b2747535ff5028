// The power levels a new room starts with.
// https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
import { isJsonObject } from '@chappe/core'
import type { JsonObject, JsonValue, RoomVersionRules } from '@chappe/core'

const EVENTS: Readonly<Record<string, number>> = {
  'm.room.name': 50,
  'm.room.avatar': 50,
  'm.room.canonical_alias': 50,
  'm.room.power_levels': 100,
  'm.room.history_visibility': 100,
  'm.room.encryption': 100,
  'm.room.server_acl': 100,
}

/**
 * The content of the first `m.room.power_levels`. From version 12 on creators stand above it and may not be listed.
 * `override` replaces whole top-level members, as the specification says.
 */
export function defaultPowerLevels(input: {
  rules: RoomVersionRules
  creator: string
  preset: string
  invite: readonly string[]
  override: JsonObject | undefined
  /** Who has the power of an admin beside the creator, in versions in which it is not given by the create event. */
  keeper: string | undefined
}): JsonObject {
  const { rules } = input
  const users: Record<string, JsonValue> = {}
  if (!rules.privilegedCreators) {
    users[input.creator] = 100
    if (input.preset === 'trusted_private_chat') for (const userId of input.invite) users[userId] = 100
  }
  const levels: JsonObject = {
    users,
    users_default: 0,
    events: { ...EVENTS, 'm.room.tombstone': rules.privilegedCreators ? 150 : 100 },
    events_default: 0,
    state_default: 50,
    ban: 50,
    kick: 50,
    redact: 50,
    invite: input.preset === 'public_chat' ? 50 : 0,
    historical: 100,
    notifications: { room: 50 },
    ...input.override,
  }
  return input.keeper === undefined || rules.privilegedCreators ? levels : withAdmin(levels, input.keeper)
}

/** What is no object stays, for the authorization rules to refuse. */
function withAdmin(levels: JsonObject, userId: string): JsonObject {
  const users = levels['users']
  return isJsonObject(users) ? { ...levels, users: { ...users, [userId]: 100 } } : levels
}
