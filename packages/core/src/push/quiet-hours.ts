// When somebody wants to be left alone: hours of the week in their time zone, or until a moment. Push rules cannot say
// hours, so they stand in account data, where the server and every client of theirs find them.
// docs/api/alerts.md
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { Availability } from './availability.ts'
import { isUnavailableAt } from './availability.ts'
import type { WeekSpan } from './week.ts'
import { formatSpans, isInSpans, isTimeZone, parseSpans } from './week.ts'

/** The type of the account data. */
export const QUIET_HOURS_TYPE = 'org.chappe.quiet_hours'

/** When somebody wants to be left alone. */
export interface QuietHours {
  /** Whether anything but `mutedUntilMs` counts. */
  readonly isOn: boolean
  /** It is not the hours here that count, but when their owner is out of office or outside their working hours. */
  readonly followsAvailability: boolean
  /** A name of the IANA database. */
  readonly timeZone: string
  readonly spans: readonly WeekSpan[]
  /** Whatever the hours say, nothing before this moment. */
  readonly mutedUntilMs: number
}

/** Reads the content of the account data; nothing where it is none. */
export function parseQuietHours(content: JsonValue | undefined): QuietHours | undefined {
  if (!isJsonObject(content)) return undefined
  const { enabled, follow_availability: follows, time_zone: timeZone, spans, muted_until_ts: mutedUntil } = content
  return {
    isOn: enabled === true,
    followsAvailability: follows === true,
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    spans: parseSpans(spans),
    mutedUntilMs: typeof mutedUntil === 'number' && Number.isSafeInteger(mutedUntil) ? mutedUntil : 0,
  }
}

/** The content of the account data. */
export function formatQuietHours({ isOn, followsAvailability, timeZone, spans, mutedUntilMs }: QuietHours): JsonObject {
  return {
    enabled: isOn,
    ...(followsAvailability ? { follow_availability: true } : {}),
    time_zone: timeZone,
    spans: formatSpans(spans),
    ...(mutedUntilMs > 0 ? { muted_until_ts: mutedUntilMs } : {}),
  }
}

/** Whether somebody wants to be left alone at a moment. `availability`: what they say of when they are there. */
export function isQuietAt(quiet: QuietHours, nowMs: number, availability: Availability | undefined): boolean {
  if (nowMs < quiet.mutedUntilMs) return true
  if (!quiet.isOn) return false
  if (quiet.followsAvailability) return availability !== undefined && isUnavailableAt(availability, nowMs)
  return isInSpans(quiet.spans, quiet.timeZone, nowMs)
}
