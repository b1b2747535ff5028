// What one says of when one is to be reached, as a form holds it, and what becomes of it when it is saved.
import type { Availability, Away, WeekSpan } from '@chappe/core'
import { AWAY_MS_MAX } from '@chappe/core'
import type { About } from '../../session/person/about.ts'
import { reachOf } from './reach.ts'

/** When a status ends. */
export const STATUS_ENDS = ['never', 'hour', 'today', 'week', 'day'] as const
export type StatusEnd = (typeof STATUS_ENDS)[number]

/** The form. Days are `2026-12-14`, empty where none is chosen. */
export interface StatusDraft {
  status: string
  end: StatusEnd
  /** The last day of the status, where `end` is `day`. */
  endDay: string
  isAway: boolean
  awayFrom: string
  /** The last day. */
  awayTo: string
  awayText: string
  hasHours: boolean
  hours: WeekSpan
  timeZone: string
}

/** Why a form cannot be saved. */
export type DraftFault = 'endDay' | 'awayDays' | 'awayLong' | 'noDays'

/** What a form says. */
export interface StatusWish {
  status: string
  statusUntilMs: number | undefined
  availability: Availability | undefined
}

const HOUR_MS = 3_600_000
const WORKDAY: WeekSpan = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 18 * 60 }

/** The form for what stands in one's profile. What is over is not in it. `here`: the time zone of this place. */
export function draftOf(about: About, { nowMs, here }: { nowMs: number; here: string }): StatusDraft {
  const { status, statusUntilMs } = reachOf(about, nowMs)
  const { availability } = about
  const away = availability?.away !== undefined && availability.away.untilMs > nowMs ? availability.away : undefined
  return {
    status,
    end: statusUntilMs === undefined ? 'never' : 'day',
    endDay: statusUntilMs === undefined ? '' : dayOf(statusUntilMs - 1),
    isAway: away !== undefined,
    awayFrom: dayOf(away?.fromMs ?? nowMs),
    awayTo: away === undefined ? '' : dayOf(away.untilMs - 1),
    awayText: away?.text ?? '',
    hasHours: (availability?.hours.length ?? 0) > 0,
    hours: availability?.hours[0] ?? WORKDAY,
    timeZone: availability?.timeZone ?? here,
  }
}

/** What a form says, or why it says nothing. `before`: further hours that another program has set stay. */
export function wishOf(draft: StatusDraft, { nowMs, before }: { nowMs: number; before: Availability | undefined }): StatusWish | DraftFault {
  const statusUntilMs = draft.status.trim() === '' ? undefined : endOf(draft, nowMs)
  if (statusUntilMs !== undefined && !(statusUntilMs > nowMs)) return 'endDay'
  const away = draft.isAway ? { fromMs: startOfDay(draft.awayFrom), untilMs: startOfDay(draft.awayTo, 1), text: draft.awayText.trim() } : undefined
  const fault = away === undefined ? undefined : awayFault(away, nowMs)
  if (fault !== undefined) return fault
  if (draft.hasHours && draft.hours.days.length === 0) return 'noDays'
  const hours = draft.hasHours ? [draft.hours, ...(before?.hours.slice(1) ?? [])] : []
  const isSaid = away !== undefined || hours.length > 0
  return { status: draft.status.trim(), statusUntilMs, availability: isSaid ? { timeZone: draft.timeZone, away, hours } : undefined }
}

function awayFault({ fromMs, untilMs }: Away, nowMs: number): DraftFault | undefined {
  if (!(fromMs < untilMs && untilMs > nowMs)) return 'awayDays'
  return untilMs - fromMs > AWAY_MS_MAX ? 'awayLong' : undefined
}

function endOf({ end, endDay }: StatusDraft, nowMs: number): number | undefined {
  switch (end) {
    case 'never':
      return undefined
    case 'hour':
      return nowMs + HOUR_MS
    case 'today':
      return startOfDay(dayOf(nowMs), 1)
    case 'week':
      return startOfDay(dayOf(nowMs), daysToMonday(nowMs))
    case 'day':
      return startOfDay(endDay, 1)
  }
}

/** From today to the next Monday: a week ends with its Sunday. */
function daysToMonday(nowMs: number): number {
  return ((8 - new Date(nowMs).getDay()) % 7) || 7
}

/** The day of a moment, where this browser is, as a field for days has it. */
export function dayOf(ms: number): string {
  const day = new Date(ms)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
}

/** The beginning of a day, and of one so many days after it; no number where there is no day. */
function startOfDay(day: string, later = 0): number {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  return year === undefined ? Number.NaN : new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
}
