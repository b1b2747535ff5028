// Hours of the week in somebody's time zone: when they work, or want to be left alone.
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'

/** Hours of some days. Where `fromMinute` is not before `toMinute`, they end on the next day. */
export interface WeekSpan {
  /** 1 is Monday, 7 Sunday: the days on which it begins. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly fromMinute: number
  readonly toMinute: number
}

const MAX_SPANS = 14
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MAX_FORMATS = 100

/** Reads spans; those that are none are left out, and what is beyond fourteen. */
export function parseSpans(value: JsonValue | undefined): readonly WeekSpan[] {
  return Array.isArray(value) ? value.slice(0, MAX_SPANS).flatMap((span: JsonValue) => parseSpan(span)) : []
}

/** Spans as JSON. */
export function formatSpans(spans: readonly WeekSpan[]): JsonObject[] {
  return spans.map(({ days, fromMinute, toMinute }) => ({ days: [...days], from: formatMinute(fromMinute), to: formatMinute(toMinute) }))
}

/** Whether a moment is within any of some spans. */
export function isInSpans(spans: readonly WeekSpan[], timeZone: string, nowMs: number): boolean {
  if (spans.length === 0) return false
  const { day, minute } = localTime(timeZone, nowMs)
  const dayBefore = day === 1 ? 7 : day - 1
  return spans.some(({ days, fromMinute, toMinute }) => {
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

function parseSpan(value: JsonValue): WeekSpan[] {
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

/** Whether that is a name of the IANA database. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(name)) return false
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

/** The day of the week and the minutes since midnight at a moment, in a time zone. */
export function localTime(timeZone: string, nowMs: number): { day: number; minute: number } {
  const parts = formatOf(timeZone).formatToParts(nowMs)
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
  return { day: DAYS.indexOf(of('weekday')) + 1, minute: Number(of('hour')) * 60 + Number(of('minute')) }
}
