// Events that stand within others: the state that one replaced, the redaction that took the content of one away. They are
// shown to whoever may see them by themselves, and read like any other.
import type { Room, TimelineEvent } from './room.ts'
import type { HistoryDeps, PlacedEvent } from './visibility.ts'
import { eventsInHistory } from './visibility.ts'

/** Whether another event stands within one. */
export function holdsAnother({ previous, redaction }: TimelineEvent): boolean {
  return previous !== undefined || redaction !== undefined
}

/**
 * The events that stand within some of a room's, as far as a viewer may see them; `until`: nothing after that. Whoever was a
 * member when state was replaced has been shown what it replaced.
 */
export async function seenWithin(deps: HistoryDeps, room: Room, viewer: { userId: string; until: number }, holders: readonly TimelineEvent[]): Promise<PlacedEvent[]> {
  const within = holders.flatMap((holder) => eventsWithin(holder).map((event) => ({ holder, event }))).filter(({ event }) => event.position <= viewer.until)
  if (within.length === 0) return []
  await deps.engine.registry.ensureMembers(room, [viewer.userId])
  const member = room.members.get(viewer.userId)
  const joinedFrom = member?.membership === 'join' ? member.joinedPosition : Number.POSITIVE_INFINITY
  const isKnown = ({ holder, event }: (typeof within)[number]): boolean => event.position < holder.position && joinedFrom < holder.position
  const doubtful = within.filter((each) => !isKnown(each)).map(({ event }) => event)
  const seen = doubtful.length === 0 ? [] : await eventsInHistory(deps, room, viewer.userId, doubtful)
  return [...within.filter(isKnown).map(({ event }) => event), ...seen]
}

/** The events that stand within one, where it is written out in full. */
export function eventsWithin({ type, stateKey, previous, redaction }: TimelineEvent): PlacedEvent[] {
  return [
    ...(previous === undefined ? [] : [{ position: previous.position, type, stateKey }]),
    ...(redaction === undefined ? [] : [{ position: redaction.position, type: 'm.room.redaction', stateKey: undefined }]),
  ]
}
