// Who has read how far.
import type { MatrixEvent, Room, Thread } from 'matrix-js-sdk'
import { describeMember } from './describe.ts'
import type { Person } from '../types.ts'

/** Nobody looks for readers further up, and reading every message's receipts takes time. */
const LAST_EVENTS = 200
const SHOWN_MAX = 30

/** Who has read up to which of the messages that `isShown`, by the message's id. */
export function readersByMessage(events: readonly MatrixEvent[], place: Room | Thread, room: Room, isShown: (event: MatrixEvent) => boolean): ReadonlyMap<string, readonly Person[]> {
  const readUpTo = new Map<string, MatrixEvent>()
  let shown: MatrixEvent | undefined
  for (const event of events.slice(-LAST_EVENTS)) {
    if (isShown(event)) shown = event
    if (shown === undefined) continue
    for (const userId of place.getUsersReadUpTo(event)) if (userId !== room.myUserId) readUpTo.set(userId, shown)
  }
  const readers = new Map<string, Person[]>()
  for (const [userId, event] of readUpTo) {
    const id = event.getId() ?? ''
    const known = readers.get(id) ?? []
    if (event.getSender() !== userId && known.length < SHOWN_MAX) readers.set(id, [...known, describeMember(room, userId)])
  }
  return readers
}
