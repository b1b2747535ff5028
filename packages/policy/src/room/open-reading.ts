// Nobody reads a room without being in it: no history for the whole world, and no guests.
import type { ProfilePolicy } from '../profile.ts'
import type { RoomEvent, Violation } from './view.ts'
import { violations } from './view.ts'

/** Refuses world-readable history and guests, under any state key: what counts for nothing today may be read by somebody. */
export function checkOpenReading(event: Pick<RoomEvent, 'type' | 'content'>, policy: ProfilePolicy): Violation[] {
  if (policy.publicHistoryAndGuests) return []
  const { type, content } = event
  const isReadable = type === 'm.room.history_visibility' && content['history_visibility'] === 'world_readable'
  const hasGuests = type === 'm.room.guest_access' && content['guest_access'] === 'can_join'
  return [
    ...violations(isReadable, 'world_readable', 'World-readable history is not allowed here'),
    ...violations(hasGuests, 'guests', 'Guest access is not allowed here'),
  ]
}
