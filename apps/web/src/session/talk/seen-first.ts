// What of a room is seen first by whoever goes to it: it opens at what is unread, or at its end.
import type { MatrixEvent } from 'matrix-js-sdk'
import { isShown } from './shown.ts'

/** As many as a tall window shows. */
export const SEEN_FIRST = 30
/** Of what was read before, so much stands above what is unread. */
const ABOVE = 8

/** The first that somebody else said after an event; undefined where one answered since, or where the event is not among them. */
export function firstAfter(events: readonly MatrixEvent[], id: string | null, me: string): string | undefined {
  const read = id === null ? -1 : events.findIndex((event) => event.getId() === id)
  if (read < 0) return undefined
  return events.slice(read + 1).find((event) => event.getSender() !== me && !event.isState() && isShown(event))?.getId()
}

/** What is seen first, in the order in which it is looked at: from the first unread one on, then what stands above; or from the end upwards. */
export function seenFirst(events: readonly MatrixEvent[], firstUnreadId: string | undefined): readonly MatrixEvent[] {
  const unread = firstUnreadId === undefined ? -1 : events.findIndex((event) => event.getId() === firstUnreadId)
  // Where little is unread, the end is in sight with it.
  if (unread < 0 || events.length - unread < SEEN_FIRST - ABOVE) return events.slice(-SEEN_FIRST).toReversed()
  const above = events.slice(Math.max(unread - ABOVE, 0), unread).toReversed()
  return [...events.slice(unread, unread + SEEN_FIRST - above.length), ...above]
}

/** All of them in the order in which they are looked at: who came to the first unread one sees what stands around it, who stands at the end the newest; anywhere else one reads from above. */
export function inOrderOfSight(events: readonly MatrixEvent[], { firstUnreadId, isAtNewest }: { firstUnreadId: string | undefined; isAtNewest: boolean }): readonly MatrixEvent[] {
  const first = events.some((event) => event.getId() === firstUnreadId) ? seenFirst(events, firstUnreadId) : []
  const others = events.filter((event) => !first.includes(event))
  return [...first, ...(isAtNewest ? others.toReversed() : others)]
}
