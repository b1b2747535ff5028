// Events whose time is over: what they said is gone, and they are shown to nobody. Their rows stay, since counts, marks
// of reading and the ledger name their places.
import type { Room, TimelineEvent } from './room.ts'
import { forgetRelation } from './relations.ts'

/** Stands where else the id of a redaction does. */
export const PURGED = 'org.chappe.purged'

/** Whether an event's time is over. */
export function isPurged(event: Pick<TimelineEvent, 'redactedBy'>): boolean {
  return event.redactedBy === PURGED
}

/** An event as it is left over. */
export interface PurgedEvent {
  position: number
  json: string
}

/** Takes what events said out of memory. */
export function purgeInMemory(room: Room, purged: readonly PurgedEvent[]): void {
  const byPosition = new Map(purged.map((each) => [each.position, each]))
  for (const event of room.tail) {
    const left = byPosition.get(event.position)
    if (left === undefined) continue
    forgetRelation(room, event)
    event.json = left.json
    event.redactedBy = PURGED
  }
  for (const { position } of purged) room.relations.threads?.remove(position)
}
