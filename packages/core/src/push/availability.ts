// When somebody is to be reached, as they say it in their profile: out of office from one moment to another, and the hours in
// which they work. Whoever reads it computes what holds now; nothing has to be taken back when it is over.
// docs/api/availability.md
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { WeekSpan } from './week.ts'
import { formatSpans, isInSpans, isTimeZone, localTime, parseSpans } from './week.ts'

/** The field of a profile. */
export const AVAILABILITY_FIELD = 'org.chappe.availability'

/** Not there for a while. */
export interface Away {
  readonly fromMs: number
  /** The first moment at which they are back. */
  readonly untilMs: number
  /** What others are told, such as whom to ask meanwhile; may be empty. */
  readonly text: string
}

/** When somebody is to be reached. */
export interface Availability {
  /** A name of the IANA database: where they are. */
  readonly timeZone: string
  readonly away: Away | undefined
  /** The hours in which they work; none: they do not say. */
  readonly hours: readonly WeekSpan[]
}

/** How it stands at a moment. `localMinute`: the time of day there. */
export type Unavailability = { kind: 'away'; untilMs: number; text: string; timeZone: string } | { kind: 'outside'; localMinute: number }

export const AWAY_CHARS_MAX = 300
/** A year and a bit: who is away for longer has left. */
export const AWAY_MS_MAX = 400 * 24 * 60 * 60 * 1000
/** What turns the writing after it around, or cannot be seen. */
const DISORDER = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu

/** Reads the field; nothing where it is none. What of it cannot be meant is left out. */
export function parseAvailability(value: JsonValue | undefined): Availability | undefined {
  if (!isJsonObject(value)) return undefined
  const { time_zone: timeZone, away, working_hours: hours } = value
  return {
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    away: parseAway(away),
    hours: parseSpans(hours),
  }
}

/** Why a value is no availability, for whoever sets it; nothing where it is one. */
export function availabilityFault(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return 'it is an object'
  const { time_zone: timeZone, away, working_hours: hours } = value
  const parsed = parseAvailability(value)
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) return 'time_zone is the name of a time zone'
  if (away !== undefined && parsed?.away === undefined) return 'away has from_ts, and until_ts after it by at most 400 days, and a text'
  if (isJsonObject(away) && typeof away['text'] === 'string' && away['text'].length > AWAY_CHARS_MAX) return `the text of away has at most ${AWAY_CHARS_MAX} characters`
  if (hours !== undefined && (!Array.isArray(hours) || parsed?.hours.length !== hours.length)) return 'working_hours are at most fourteen spans of days, from and to'
  return undefined
}

/** The field. */
export function formatAvailability({ timeZone, away, hours }: Availability): JsonObject {
  return {
    time_zone: timeZone,
    ...(away === undefined ? {} : { away: { from_ts: away.fromMs, until_ts: away.untilMs, text: away.text } }),
    ...(hours.length === 0 ? {} : { working_hours: formatSpans(hours) }),
  }
}

/** How it stands at a moment; nothing: they are there, as far as they say. */
export function unavailabilityAt({ timeZone, away, hours }: Availability, nowMs: number): Unavailability | undefined {
  if (away !== undefined && nowMs >= away.fromMs && nowMs < away.untilMs) return { kind: 'away', untilMs: away.untilMs, text: away.text, timeZone }
  if (hours.length === 0 || isInSpans(hours, timeZone, nowMs)) return undefined
  return { kind: 'outside', localMinute: localTime(timeZone, nowMs).minute }
}

/** Whether somebody is out of office, or outside their hours. */
export function isUnavailableAt(availability: Availability, nowMs: number): boolean {
  return unavailabilityAt(availability, nowMs) !== undefined
}

function parseAway(value: JsonValue | undefined): Away | undefined {
  if (!isJsonObject(value)) return undefined
  const { from_ts: fromMs, until_ts: untilMs, text } = value
  if (!isMoment(fromMs) || !isMoment(untilMs) || untilMs <= fromMs || untilMs - fromMs > AWAY_MS_MAX) return undefined
  return { fromMs, untilMs, text: typeof text === 'string' ? text.slice(0, AWAY_CHARS_MAX * 2).replaceAll(DISORDER, ' ').trim().slice(0, AWAY_CHARS_MAX) : '' }
}

/** The last moment that a date of the language can hold. */
const MOMENT_MAX = 8_640_000_000_000_000

function isMoment(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MOMENT_MAX
}
