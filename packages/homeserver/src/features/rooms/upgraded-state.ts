// What a room's state becomes in the room that replaces it.
// https://spec.matrix.org/v1.19/client-server-api/#server-behaviour-19
import type { JsonObject, JsonValue, RoomVersionRules } from '@chappe/core'
import { DEFAULT_LEVELS, isJsonObject, isUserId, readLevel } from '@chappe/core'

/** From one version of a room to another. */
export interface VersionChange {
  from: RoomVersionRules
  to: RoomVersionRules
  /** Who created the room that is replaced; those who stood above every power level where the version has such. */
  oldCreators: readonly string[]
  /** Who creates the new one: the upgrader first. */
  newCreators: readonly string[]
}

const ADMIN_LEVEL = 100
const TOMBSTONE_LEVEL = 150
const SINGLE_LEVELS = Object.keys(DEFAULT_LEVELS)

/**
 * The join rules, as the new version knows them: what it does not know becomes the nearest that lets in no more people.
 * A room that lets its own members in means itself in its new form too.
 */
export function upgradedJoinRules(
  content: JsonObject,
  to: RoomVersionRules,
  ids: { oldRoomId: string; newRoomId: string },
): JsonObject {
  const rule = content['join_rule']
  const joinRule = typeof rule === 'string' ? nearestJoinRule(rule, to) : 'invite'
  const { allow, ...rest } = content
  if (joinRule !== 'restricted' && joinRule !== 'knock_restricted') return { ...rest, join_rule: joinRule }
  const conditions = (Array.isArray(allow) ? allow : []).map((condition) =>
    isJsonObject(condition) && condition['room_id'] === ids.oldRoomId ? { ...condition, room_id: ids.newRoomId } : condition,
  )
  return { ...rest, join_rule: joinRule, allow: conditions }
}

function nearestJoinRule(rule: string, to: RoomVersionRules): string {
  if (rule === 'knock_restricted' && !to.knockRestrictedJoins) return to.restrictedJoins ? 'restricted' : 'invite'
  if (rule === 'restricted' && !to.restrictedJoins) return 'invite'
  if (rule === 'knock' && !to.knocking) return 'invite'
  return rule
}

/**
 * The power levels. Creators that stand above them are not listed; who stood above them and does not any more gets the
 * highest level there is. `content` is that of the old room.
 */
export function upgradedPowerLevels(content: JsonObject, change: VersionChange): JsonObject {
  const { from, to, oldCreators, newCreators } = change
  const levels: Record<string, JsonValue> = { ...content }
  for (const name of SINGLE_LEVELS) setOrDelete(levels, name, readLevel(content[name], from))
  const events = levelsOf(content['events'], from)
  const users = levelsOf(content['users'], from)
  for (const userId of users.keys()) if (!isUserId(userId)) users.delete(userId)
  const highest = Math.max(ADMIN_LEVEL, ...singlesOf(levels), ...events.values(), ...users.values())
  if (from.privilegedCreators) for (const userId of oldCreators) users.set(userId, highest)
  if (to.privilegedCreators) {
    for (const userId of newCreators) users.delete(userId)
    // "The power level for sending m.room.tombstone events MUST explicitly be higher than state_default."
    const stateDefault = readLevel(levels['state_default'], to) ?? DEFAULT_LEVELS.state_default
    const least = Math.max(TOMBSTONE_LEVEL, Math.min(stateDefault + 1, Number.MAX_SAFE_INTEGER))
    events.set('m.room.tombstone', Math.max(events.get('m.room.tombstone') ?? 0, least))
  }
  const notifications = levelsOf(content['notifications'], from)
  return {
    ...levels,
    users: Object.fromEntries(users),
    events: Object.fromEntries(events),
    ...(notifications.size === 0 ? {} : { notifications: Object.fromEntries(notifications) }),
  }
}

/**
 * The old room's power levels once it is replaced: "setting events_default and invite to the greater of 50 and
 * users_default + 1". Nothing where nobody could speak already.
 */
export function silencedPowerLevels(content: JsonObject, rules: RoomVersionRules): JsonObject | undefined {
  const levelOf = (name: keyof typeof DEFAULT_LEVELS): number => readLevel(content[name], rules) ?? DEFAULT_LEVELS[name]
  const floor = Math.max(50, Math.min(levelOf('users_default') + 1, Number.MAX_SAFE_INTEGER))
  if (levelOf('events_default') >= floor && levelOf('invite') >= floor) return undefined
  return {
    ...content,
    events_default: Math.max(levelOf('events_default'), floor),
    invite: Math.max(levelOf('invite'), floor),
  }
}

function levelsOf(value: JsonValue | undefined, rules: RoomVersionRules): Map<string, number> {
  const levels = new Map<string, number>()
  for (const [key, each] of isJsonObject(value) ? Object.entries(value) : []) {
    const level = readLevel(each, rules)
    if (level !== undefined) levels.set(key, level)
  }
  return levels
}

function singlesOf(levels: JsonObject): number[] {
  return SINGLE_LEVELS.map((name) => levels[name]).filter((level) => typeof level === 'number')
}

function setOrDelete(levels: Record<string, JsonValue>, name: string, level: number | undefined): void {
  if (level === undefined) delete levels[name]
  else levels[name] = level
}
