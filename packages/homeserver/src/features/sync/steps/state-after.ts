// The state at the end of a timeline: the one at its start, with what the timeline changed.
import type { TimelineEvent } from '../../../engine/room.ts'
import type { StateLine } from '../sync-request.ts'

/** State with some entries in place of those of the same type and key. */
export function replaceState(state: readonly StateLine[], newer: readonly StateLine[]): StateLine[] {
  if (newer.length === 0) return [...state]
  const byKey = new Map(state.map((line) => [JSON.stringify([line.type, line.stateKey]), line]))
  for (const line of newer) byKey.set(JSON.stringify([line.type, line.stateKey]), line)
  return [...byKey.values()]
}

/** The state once the timeline has been, for clients that ask for it under `state_after`. */
export function stateAfter({ state, timeline }: { state: readonly StateLine[]; timeline: readonly TimelineEvent[] }): StateLine[] {
  const changes = timeline.flatMap(({ position, eventId, type, stateKey, sender, json }) =>
    stateKey === undefined ? [] : [{ position, eventId, type, stateKey, sender, json }],
  )
  return replaceState(state, changes)
}
