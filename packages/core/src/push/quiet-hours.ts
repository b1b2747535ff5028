// When somebody wants to be left alone: hours of the week in their time zone, or until a moment. Push rules cannot say
// hours, so they stand in account data, where the server and every client of theirs find them.
// docs/api/alerts.md
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'

/** The type of the account data. */
export const QUIET_HOURS_TYPE = 'org.chappe.quiet_hours'

/** Hours of some days. Where `fromMinute` is not before `toMinute`, they end on the next day. */
export interface QuietSpan {
  /** 1 is Monday, 7 Sunday: the days on which it begins. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly fromMinute: number
  readonly toMinute: number
}

/** When somebody wants to be left alone. */
export interface QuietHours {
  /** Whether the hours of the week count at all. */
  readonly isOn: boolean
  /** A name of the IANA database. */
  readonly timeZone: string
  readonly spans: readonly QuietSpan[]
  /** Whatever the hours say, nothing before this moment. */
  readonly mutedUntilMs: number
}

const MAX_SPANS = 14
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MAX_FORMATS = 100

/** Reads the content of the account data; nothing where it is none. */
export function parseQuietHours(content: JsonValue | undefined): QuietHours | undefined {
  if (!isJsonObject(content)) return undefined
  const { enabled, time_zone: timeZone, spans, muted_until_ts: mutedUntil } = content
  return {
    isOn: enabled === true,
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    spans: Array.isArray(spans) ? spans.slice(0, MAX_SPANS).flatMap((span: JsonValue) => parseSpan(span)) : [],
    mutedUntilMs: typeof mutedUntil === 'number' && Number.isSafeInteger(mutedUntil) ? mutedUntil : 0,
  }
}

/** The content of the account data. */
export function formatQuietHours({ isOn, timeZone, spans, mutedUntilMs }: QuietHours): JsonObject {
  return {
    enabled: isOn,
    time_zone: timeZone,
    spans: spans.map(({ days, fromMinute, toMinute }) => ({ days: [...days], from: formatMinute(fromMinute), to: formatMinute(toMinute) })),
    ...(mutedUntilMs > 0 ? { muted_until_ts: mutedUntilMs } : {}),
  }
}

/** Whether somebody wants to be left alone at a moment. */
export function isQuietAt(quiet: QuietHours, nowMs: number): boolean {
  if (nowMs < quiet.mutedUntilMs) return true
  if (!quiet.isOn || quiet.spans.length === 0) return false
  const { day, minute } = localTime(quiet.timeZone, nowMs)
  const dayBefore = day === 1 ? 7 : day - 1
  return quiet.spans.some(({ days, fromMinute, toMinute }) => {
    if (fromMinute < toMinute) return days.includes(day) && minute >= fromMinute && minute < toMinute
    return (days.includes(day) && minute >= fromMinute) || (days.includes(dayBefore) && minute < toMinute)
  })
}

/** `19:30` as minutes since midnight; nothing where it is no time of day. */
export function parseMinute(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2])
}

/** Minutes since midnight as `19:30`. */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function parseSpan(value: JsonValue): QuietSpan[] {
  if (!isJsonObject(value)) return []
  const { days, from, to } = value
  const fromMinute = typeof from === 'string' ? parseMinute(from) : undefined
  const toMinute = typeof to === 'string' ? parseMinute(to) : undefined
  if (fromMinute === undefined || toMinute === undefined || !Array.isArray(days)) return []
  const known = DAYS.flatMap((_name, index) => (days.includes(index + 1) ? [index + 1] : []))
  return known.length === 0 ? [] : [{ days: known, fromMinute, toMinute }]
}

// Making a format takes longer than using it a hundred times.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (formats.size >= MAX_FORMATS) formats.clear()
  formats.set(timeZone, format)
  return format
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(name)) return false
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

function localTime(timeZone: string, nowMs: number): { day: number; minute: number } {
  const parts = formatOf(timeZone).formatToParts(nowMs)
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
  return { day: DAYS.indexOf(of('weekday')) + 1, minute: Number(of('hour')) * 60 + Number(of('minute')) }
}
