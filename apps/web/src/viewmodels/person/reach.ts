// How somebody is to be reached now, computed by whoever reads it: what is over is over by itself.
import { formatMinute, unavailabilityAt } from '@chappe/core'
import type { About } from '../../session/person/about.ts'

/** How it stands at a moment. */
export interface Reach {
  /** What they say of themselves; empty where nothing is said, or it is over. */
  status: string
  /** When that is over, where it ends by itself. */
  statusUntilMs: number | undefined
  /** Out of office; `untilMs`: the first moment at which they are back, by the days of `timeZone`. */
  away: { untilMs: number; text: string; timeZone: string } | undefined
  /** The time of day where they are, as `21:40`, outside of their working hours. */
  outsideAt: string | undefined
}

/** How somebody stands at a moment. */
export function reachOf({ status, statusUntilMs, availability }: About, nowMs: number): Reach {
  const isOver = statusUntilMs !== undefined && statusUntilMs <= nowMs
  const at = availability === undefined ? undefined : unavailabilityAt(availability, nowMs)
  return {
    status: isOver ? '' : status,
    statusUntilMs: isOver ? undefined : statusUntilMs,
    away: at?.kind === 'away' ? { untilMs: at.untilMs, text: at.text, timeZone: at.timeZone } : undefined,
    outsideAt: at?.kind === 'outside' ? formatMinute(at.localMinute) : undefined,
  }
}
