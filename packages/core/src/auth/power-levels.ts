// Rule 10 (9 in versions 6 to 11): m.room.power_levels. Nobody gives away more than they have, and nobody takes from
// their equals. The numbers of the rules are those of version 12.
import { isUserId } from '../ids/ids.ts'
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { LEVEL_NAMES, readLevel, userPowerLevel } from './levels.ts'
import { reject } from './reject.ts'
import { privilegedCreators } from './room-facts.ts'
import type { AuthEvent, AuthRejection, AuthState } from './state.ts'

/** "10. If type is m.room.power_levels" */
export function checkPowerLevels(
  rules: RoomVersionRules,
  event: AuthEvent,
  state: AuthState,
): AuthRejection | undefined {
  const fault = checkShape(rules, event.content) ?? checkUsers(rules, event.content, state)
  if (fault !== undefined) return fault
  // 10.5: "If there is no previous m.room.power_levels event in the room, allow."
  const previous = state.get('m.room.power_levels', '')
  if (previous === undefined) return undefined

  const change: Change = {
    rules,
    before: previous.content,
    after: event.content,
    sender: event.sender,
    senderLevel: userPowerLevel(rules, state, event.sender),
  }
  return (
    checkSingleLevels(change) ??
    checkEntries(change, 'events') ??
    // v6: "... or notifications properties."
    (rules.limitNotificationsPowerLevels ? checkEntries(change, 'notifications') : undefined) ??
    checkUserEntries(change)
  )
}

interface Change {
  rules: RoomVersionRules
  before: JsonObject
  after: JsonObject
  sender: string
  senderLevel: number
}

function checkShape(rules: RoomVersionRules, content: JsonObject): AuthRejection | undefined {
  if (!rules.integerPowerLevels) return undefined
  // v10 10.1: "If any of the properties users_default, events_default, state_default, ban, redact, kick, or invite in
  // content are present and not an integer, reject."
  for (const name of LEVEL_NAMES) {
    const value = content[name]
    if (value !== undefined && readLevel(value, rules) === undefined) {
      return reject('power_levels_not_integer', `${name} is not an integer`)
    }
  }
  // v10 10.2: "If either of the properties events or notifications in content are present and not an object with values
  // that are integers, reject."
  for (const name of ['events', 'notifications'] as const) {
    const value = content[name]
    if (value !== undefined && !isMapOfLevels(value, rules)) {
      return reject('power_levels_not_integer', `${name} is not a map to integers`)
    }
  }
  return undefined
}

function checkUsers(rules: RoomVersionRules, content: JsonObject, state: AuthState): AuthRejection | undefined {
  const users = content.users
  if (users === undefined) return undefined
  // 10.3: "If the users property in content is not an object with keys that are valid user IDs with values that are
  // integers (v1 to v9: or a string that is an integer), reject."
  if (!isJsonObject(users) || !isMapOfLevels(users, rules) || !Object.keys(users).every(isUserId)) {
    return reject('power_levels_bad_users', 'users is not a map of user ids to power levels')
  }
  // v12 10.4: "If the users property in content contains the sender of the m.room.create event or any of the
  // additional_creators array (if present) from the content of the m.room.create event, reject."
  for (const creator of privilegedCreators(rules, state.get('m.room.create', ''))) {
    if (Object.hasOwn(users, creator)) {
      return reject('power_levels_name_creator', `${creator} created the room and cannot be given a power level`)
    }
  }
  return undefined
}

function isMapOfLevels(value: JsonValue, rules: RoomVersionRules): boolean {
  return isJsonObject(value) && Object.values(value).every((level) => readLevel(level, rules) !== undefined)
}

/**
 * 10.6: "For the properties users_default, events_default, state_default, ban, redact, kick, invite check if they were
 * added, changed or removed. For each found alteration:"
 */
function checkSingleLevels(change: Change): AuthRejection | undefined {
  for (const name of LEVEL_NAMES) {
    const fault = checkAlteration(change, name, { before: change.before[name], after: change.after[name] })
    if (fault !== undefined) return fault
  }
  return undefined
}

/**
 * 10.7: "For each entry being changed in, or removed from, the events or notifications properties:"
 * 10.8: "For each entry being added to, or changed in, the events or notifications properties:"
 */
function checkEntries(change: Change, property: 'events' | 'notifications'): AuthRejection | undefined {
  const before = mapOf(change.before[property])
  const after = mapOf(change.after[property])
  for (const key of keysOf(before, after)) {
    const values = { before: own(before, key), after: own(after, key) }
    const fault = checkAlteration(change, `${property}.${key}`, values)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** One level before and after; undefined where the room does not say. */
interface Alteration {
  before: JsonValue | undefined
  after: JsonValue | undefined
}

function checkAlteration(change: Change, name: string, values: Alteration): AuthRejection | undefined {
  const before = readLevel(values.before, change.rules)
  const after = readLevel(values.after, change.rules)
  // Versions 1 to 9 have no rule about the shape; a change to what is no level is none that could be judged.
  if (values.after !== undefined && after === undefined) {
    return reject('power_levels_not_integer', `${name} is not an integer`)
  }
  if (before === after) return undefined
  // "If the current value is higher than the sender's current power level, reject."
  if (before !== undefined && before > change.senderLevel) {
    return reject('power_levels_above_sender', `${name} was ${before}, above the sender's ${change.senderLevel}`)
  }
  // "If the new value is higher than the sender's current power level, reject."
  if (after !== undefined && after > change.senderLevel) {
    return reject('power_levels_above_sender', `${name} would be ${after}, above the sender's ${change.senderLevel}`)
  }
  return undefined
}

function checkUserEntries(change: Change): AuthRejection | undefined {
  const { sender, senderLevel } = change
  const before = mapOf(change.before.users)
  const after = mapOf(change.after.users)
  for (const userId of keysOf(before, after)) {
    const current = readLevel(own(before, userId), change.rules)
    const next = readLevel(own(after, userId), change.rules)
    if (current === next) continue
    // 10.9: "For each entry being changed in, or removed from, the users property, other than the sender's own entry: If
    // the current value is greater than or equal to the sender's current power level, reject."
    if (current !== undefined && userId !== sender && current >= senderLevel) {
      return reject('power_levels_of_an_equal', `${userId} has ${current}, not below the sender's ${senderLevel}`)
    }
    // 10.10: "For each entry being added to, or changed in, the users property: If the new value is greater than the
    // sender's current power level, reject."
    if (next !== undefined && next > senderLevel) {
      return reject('power_levels_above_sender', `${userId} would have ${next}, above the sender's ${senderLevel}`)
    }
  }
  return undefined
}

const EMPTY: JsonObject = {}

function mapOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : EMPTY
}

function own(map: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

function keysOf(before: JsonObject, after: JsonObject): Set<string> {
  return new Set([...Object.keys(before), ...Object.keys(after)])
}
