// What the pages of drills share.
import type { ResponseOf, getDrill, listDrills } from '@chappe/contract'
import type { Say } from '../desk-context.tsx'

/** A drill as a list has it. */
export type DrillRow = ResponseOf<typeof listDrills>['drills'][number]

/** A drill as its page has it. */
export type Drill = ResponseOf<typeof getDrill>

/** A step of one. */
export type Step = DrillRow['steps'][number]['step']

/** How the verdicts look. */
export const VERDICT_TONES = { exact: 'good', more: 'warn', missing: 'bad', interrupted: 'warn' } as const

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** When a step was done; null: not yet. */
export function stepAt(drill: DrillRow, step: Step): number | null {
  return drill.steps.find((each) => each.step === step)?.at_ms ?? null
}

/** How long after the intruder came a step was done; null: not yet. */
export function afterMs(drill: DrillRow, step: Step): number | null {
  const [from, at] = [stepAt(drill, 'intruder'), stepAt(drill, step)]
  return from === null || at === null ? null : Math.max(0, at - from)
}

/** A length of time, for people. */
export function wordLength(ms: number, say: Say): string {
  if (ms >= HOUR_MS) return say('drill.hoursMinutes', { hours: Math.floor(ms / HOUR_MS), minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS) })
  if (ms < MINUTE_MS) return say('drill.seconds', { seconds: Math.floor(ms / SECOND_MS) })
  return say('drill.minutes', { minutes: Math.floor(ms / MINUTE_MS), seconds: Math.floor((ms % MINUTE_MS) / SECOND_MS) })
}

/** Of a step that was not done: whether it still can be. */
export function wordNotDone({ state }: Pick<DrillRow, 'state'>, say: Say): string {
  return say(state === 'ended' ? 'drill.never' : 'drill.notYet')
}

/** What a drill is called. */
export function titleOf({ drill_id: id, label }: Pick<DrillRow, 'drill_id' | 'label'>, say: Say): string {
  return label === '' ? say('drill.title', { id }) : say('drill.titled', { id, label })
}
