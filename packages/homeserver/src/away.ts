// Who is out of office, as their profile says it.
import { AVAILABILITY_FIELD, isJsonObject, parseAvailability, parseJson } from '@chappe/core'

/** While somebody is out of office. */
export interface AwayTime {
  fromMs: number
  untilMs: number
}

/** While somebody whose profile has such fields, as JSON text, is out of office; nothing where that is over, or they do not say. */
export function awayIn(fields: string | null, nowMs: number): AwayTime | undefined {
  if (fields === null || !fields.includes(AVAILABILITY_FIELD)) return undefined
  const parsed = parseJson(fields)
  const away = isJsonObject(parsed) ? parseAvailability(parsed[AVAILABILITY_FIELD])?.away : undefined
  return away === undefined || away.untilMs <= nowMs ? undefined : { fromMs: away.fromMs, untilMs: away.untilMs }
}

/** Until when they are out of office now; nothing where they are not. */
export function awayUntilIn(fields: string | null, nowMs: number): number | undefined {
  const away = awayIn(fields, nowMs)
  return away !== undefined && away.fromMs <= nowMs ? away.untilMs : undefined
}
