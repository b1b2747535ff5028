// Power levels as the rules read them: defaults filled in, old spellings understood, parsed once per content.
// https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { creatorOf, isPrivilegedCreator } from './room-facts.ts'
import type { AuthState } from './state.ts'

/** The levels that stand alone, and what each is where the room does not say. */
export const DEFAULT_LEVELS = {
  users_default: 0,
  events_default: 0,
  state_default: 50,
  ban: 50,
  kick: 50,
  redact: 50,
  invite: 0,
} as const

/** The name of a level that stands alone in `m.room.power_levels`. */
export type LevelName = keyof typeof DEFAULT_LEVELS

/** The names of `DEFAULT_LEVELS`, in the order of the rules. */
export const LEVEL_NAMES: readonly LevelName[] = [
  'users_default',
  'events_default',
  'state_default',
  'ban',
  'redact',
  'kick',
  'invite',
]

const DEFAULT_NOTIFICATION_LEVEL = 50
/** "the room's creator has a power level of 100" in a room without power levels. */
const CREATOR_LEVEL = 100

/** A content as it was understood. What is malformed is left out, as if it had not been said. */
interface PowerLevels {
  single: Readonly<Record<LevelName, number>>
  users: ReadonlyMap<string, number>
  events: ReadonlyMap<string, number>
  notifications: ReadonlyMap<string, number>
}

// Optionally signed base 10 integer, any leading zeroes, any space around it.
const INTEGER_TEXT = /^\s*[+-]?[0-9]+\s*$/

/**
 * A power level as this room version reads it, or undefined where it is none. From version 10 on integers only; before
 * that also texts that are integers, and up to version 5 floats, truncated.
 */
export function readLevel(value: JsonValue | undefined, rules: RoomVersionRules): number | undefined {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value
    if (rules.strictCanonicalJson || !Number.isFinite(value)) return undefined
    return Math.trunc(value)
  }
  if (rules.integerPowerLevels || typeof value !== 'string' || !INTEGER_TEXT.test(value)) return undefined
  const level = Number(value)
  return Number.isSafeInteger(level) ? level : undefined
}

// One memory for each way of reading numbers. Contents are never changed once they are part of an event.
const parsedStrict = new WeakMap<JsonObject, PowerLevels>()
const parsedTexts = new WeakMap<JsonObject, PowerLevels>()
const parsedFloats = new WeakMap<JsonObject, PowerLevels>()

function memoryFor(rules: RoomVersionRules): WeakMap<JsonObject, PowerLevels> {
  if (rules.integerPowerLevels) return parsedStrict
  return rules.strictCanonicalJson ? parsedTexts : parsedFloats
}

function parsePowerLevels(content: JsonObject, rules: RoomVersionRules): PowerLevels {
  const memory = memoryFor(rules)
  const known = memory.get(content)
  if (known !== undefined) return known
  const single: Record<LevelName, number> = { ...DEFAULT_LEVELS }
  for (const name of LEVEL_NAMES) single[name] = readLevel(content[name], rules) ?? DEFAULT_LEVELS[name]
  const parsed: PowerLevels = {
    single,
    users: readLevels(content.users, rules),
    events: readLevels(content.events, rules),
    notifications: readLevels(content.notifications, rules),
  }
  memory.set(content, parsed)
  return parsed
}

function readLevels(value: JsonValue | undefined, rules: RoomVersionRules): ReadonlyMap<string, number> {
  const levels = new Map<string, number>()
  if (!isJsonObject(value)) return levels
  for (const [key, item] of Object.entries(value)) {
    const level = readLevel(item, rules)
    if (level !== undefined) levels.set(key, level)
  }
  return levels
}

function currentLevels(rules: RoomVersionRules, state: AuthState): PowerLevels | undefined {
  const content = state.get('m.room.power_levels', '')?.content
  return content === undefined ? undefined : parsePowerLevels(content, rules)
}

/** The power level of a user: Infinity for the creators of a version 12 room. */
export function userPowerLevel(rules: RoomVersionRules, state: AuthState, userId: string): number {
  const create = state.get('m.room.create', '')
  // v12: "The power level of room creators is infinitely high."
  if (isPrivilegedCreator(rules, create, userId)) return Infinity
  const levels = currentLevels(rules, state)
  if (levels !== undefined) return levels.users.get(userId) ?? levels.single.users_default
  // "If the room contains no m.room.power_levels event, the room's creator has a power level of 100, and all other
  // users have a power level of 0."
  return create !== undefined && creatorOf(rules, create) === userId ? CREATOR_LEVEL : DEFAULT_LEVELS.users_default
}

/** A level that stands alone: the room's, or its default. */
export function powerLevelFor(rules: RoomVersionRules, state: AuthState, name: LevelName): number {
  return currentLevels(rules, state)?.single[name] ?? DEFAULT_LEVELS[name]
}

/** The level needed to send events of a type, as a state event or as a message. */
export function requiredPowerLevel(rules: RoomVersionRules, state: AuthState, type: string, isState: boolean): number {
  const name = isState ? 'state_default' : 'events_default'
  const levels = currentLevels(rules, state)
  return levels?.events.get(type) ?? levels?.single[name] ?? DEFAULT_LEVELS[name]
}

/** The level needed to notify with `key` (`room` for @room); 50 where the room does not say. */
export function notificationPowerLevel(rules: RoomVersionRules, state: AuthState, key = 'room'): number {
  return currentLevels(rules, state)?.notifications.get(key) ?? DEFAULT_NOTIFICATION_LEVEL
}
