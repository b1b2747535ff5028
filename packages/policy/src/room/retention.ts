// How long what is said in a room is kept. https://github.com/matrix-org/matrix-spec-proposals/pull/1763
import { isJsonObject } from '@chappe/core'
import type { JsonObject, JsonValue } from '@chappe/core'
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, Violation } from './view.ts'
import { violations } from './view.ts'

/** The state event in which a room says how long it keeps what is said. */
export const RETENTION = 'm.room.retention'

/** How long rooms of one kind keep what is said. */
export interface RetentionRule {
  /** Where the room says nothing, in milliseconds; undefined: for ever. */
  defaultMs: number | undefined
  /** The shortest and the longest a room may say. */
  minMs: number
  maxMs: number
  /** Whether it counts what the room says. */
  asksRooms: boolean
}

/** For forums, and for all other rooms. */
export interface RetentionRules {
  forum: RetentionRule
  room: RetentionRule
}

const DAY_MS = 24 * 60 * 60 * 1000
/** The longest a forum, and another room, may say. */
const FORUM_DAYS_MAX = 730
const ROOM_DAYS_MAX = 3650

/** The rules of a profile; `days`: what the configuration says instead. */
export function retentionRulesOf(policy: ProfilePolicy, days: { forums?: number | undefined; rooms?: number | undefined } = {}): RetentionRules {
  const rule = (defaultDays: number, maxDays: number): RetentionRule => ({
    defaultMs: Number.isFinite(defaultDays) ? defaultDays * DAY_MS : undefined,
    minMs: DAY_MS,
    asksRooms: policy.retentionBounds,
    maxMs: maxDays * DAY_MS,
  })
  return {
    forum: rule(days.forums ?? policy.retentionDaysOfForums, Math.max(FORUM_DAYS_MAX, days.forums ?? 0)),
    room: rule(days.rooms ?? policy.retentionDaysOfRooms, Math.max(ROOM_DAYS_MAX, days.rooms ?? 0)),
  }
}

/** How long a room keeps what is said in it, in milliseconds; undefined: for ever. What it says is held within the bounds. */
export function retentionOf(content: JsonObject | undefined, rule: RetentionRule): number | undefined {
  const own = rule.asksRooms && isJsonObject(content) ? lifetimeOf(content['max_lifetime']) : undefined
  return own === undefined ? rule.defaultMs : Math.min(Math.max(own, rule.minMs), rule.maxMs)
}

/** Refuses what is outside the bounds. */
export function checkRetention(event: RoomEvent, rule: RetentionRule, policy: ProfilePolicy): Violation[] {
  if (!policy.retentionBounds || event.type !== RETENTION || event.stateKey !== '') return []
  const { max_lifetime: longest, min_lifetime: shortest } = event.content
  const isBound = (value: JsonValue | undefined): boolean => {
    if (value === undefined || value === null) return true
    const lifetime = lifetimeOf(value)
    return lifetime !== undefined && lifetime >= rule.minMs && lifetime <= rule.maxMs
  }
  const isTurned = (lifetimeOf(shortest) ?? 0) > (lifetimeOf(longest) ?? Number.POSITIVE_INFINITY)
  const reason = `Messages are kept here for ${daysIn(rule.minMs)} to ${daysIn(rule.maxMs)} days: say max_lifetime in milliseconds within that`
  return violations(!isBound(longest) || !isBound(shortest) || isTurned, 'retention', reason)
}

function lifetimeOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function daysIn(ms: number): number {
  return Math.round(ms / DAY_MS)
}
