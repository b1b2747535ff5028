// Moments that people mean when they say "later".

/** A moment by its name. */
export type WhenName = 'hour' | 'evening' | 'tomorrow' | 'monday'

/** A moment that can be chosen. */
export interface WhenChoice {
  name: WhenName
  atMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const EVENING_HOUR = 18
const MORNING_HOUR = 9
const MONDAY = 1
/** Further away nobody means anything by it. */
const FURTHEST_MS = 2 * 366 * 24 * HOUR_MS

/** What is offered at a moment; what would be the same as another, or is nearly there, is left out. */
export function whenChoices(nowMs: number): readonly WhenChoice[] {
  const tomorrow = atHour(nowMs, 1, MORNING_HOUR)
  const evening = atHour(nowMs, 0, EVENING_HOUR)
  const monday = atHour(nowMs, (MONDAY - new Date(nowMs).getDay() + 7) % 7 || 7, MORNING_HOUR)
  return [
    { name: 'hour', atMs: Math.ceil((nowMs + HOUR_MS) / MINUTE_MS) * MINUTE_MS },
    ...(evening - nowMs > HOUR_MS ? [{ name: 'evening', atMs: evening } as const] : []),
    { name: 'tomorrow', atMs: tomorrow },
    ...(monday === tomorrow ? [] : [{ name: 'monday', atMs: monday } as const]),
  ]
}

/** An hour of a day that is so many days away, on the clock of the place. */
function atHour(nowMs: number, days: number, hour: number): number {
  const date = new Date(nowMs)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime()
}

/** The moment that a field of the browser names (`2026-12-01T09:00`); undefined where it is none, is over or is too far away. */
export function whenTyped(text: string, nowMs: number): number | undefined {
  const atMs = new Date(text).getTime()
  return Number.isNaN(atMs) || atMs <= nowMs || atMs - nowMs > FURTHEST_MS ? undefined : atMs
}

/** As such a field writes a moment. */
export function toTyped(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}
