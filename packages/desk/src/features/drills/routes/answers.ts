// From drills to what goes over the wire.
import type { DrillDetails } from '../drills.ts'
import { isCut } from '../drills.ts'
import type { Comparison } from '../steps/compare.ts'
import type { Truth } from '../steps/truth.ts'

/** A drill. When an unannounced one is to begin stands in no answer. */
export function drillAnswer({ stored, progress }: DrillDetails) {
  const comparison = comparisonOf(stored)
  return {
    drill_id: stored.drillNid,
    label: stored.label,
    note: stored.note,
    state: stored.state,
    outcome: stored.outcome,
    begun_by: stored.begunBy,
    begun_at_ms: stored.begunAtMs,
    window_ends_at_ms: stored.windowEndsAtMs,
    ends_at_ms: stored.endsAtMs,
    ended_by: stored.endedBy,
    user_id: stored.userId,
    addresses: [...stored.addresses],
    alert_id: progress.alertNid,
    case_id: progress.caseNid,
    report_id: stored.reportNid,
    steps: stepsOf({ stored, progress }),
    shown: shownOf(stored.truth),
    verdict: isCut(stored) ? ('interrupted' as const) : (comparison?.verdict ?? null),
    trouble: stored.tries === 0 ? null : { tries: stored.tries, next_try_at_ms: stored.nextTryAtMs },
  }
}

/** What was held against the truth. */
export function comparedAnswer({ stored }: DrillDetails) {
  return comparisonOf(stored)?.things.map(({ kind, id, name, shown, reported, verdict }) => ({ kind, id, name, shown, reported, verdict })) ?? null
}

function stepsOf({ stored, progress }: DrillDetails) {
  const isOver = stored.state !== 'waiting' && stored.state !== 'staging' && stored.state !== 'playing'
  return [
    { step: 'intruder' as const, at_ms: stored.startedAtMs, by: null },
    { step: 'alert' as const, at_ms: progress.alertAtMs, by: null },
    { step: 'seen' as const, at_ms: progress.seenAtMs, by: progress.seenBy },
    { step: 'contained' as const, at_ms: progress.containedAtMs, by: progress.containedBy },
    // While the intruder reads, the last byte is still to come.
    { step: 'last_byte' as const, at_ms: isOver ? stored.lastByteAtMs : null, by: null },
    { step: 'ordered' as const, at_ms: progress.orderedAtMs, by: progress.orderedBy },
    { step: 'ready' as const, at_ms: progress.readyAtMs, by: null },
    { step: 'compared' as const, at_ms: stored.comparedAtMs, by: null },
    { step: 'draft' as const, at_ms: progress.draftAtMs, by: progress.draftBy },
    { step: 'ended' as const, at_ms: stored.endedAtMs, by: stored.endedAtMs === null ? null : stored.endedBy },
  ]
}

function shownOf(text: string | null) {
  if (text === null) return { rooms: 0, events: 0, files: 0, people: 0, bytes: 0 }
  // Written by `runner.ts`.
  const { rooms, files, people, bytes }: Truth = JSON.parse(text)
  const events = Object.values(rooms).reduce((sum, room) => sum + room.events.length, 0)
  return { rooms: Object.keys(rooms).length, events, files: Object.keys(files).length, people: people.length, bytes }
}

function comparisonOf({ comparison }: DrillDetails['stored']): Comparison | undefined {
  return comparison === null ? undefined : JSON.parse(comparison)
}
