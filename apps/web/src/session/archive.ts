// Rooms that were put away: a tag of ours, which says up to what moment everything was said by then. What is said later brings a
// room back by itself, on all devices, without anybody writing anything.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { contentOf, fieldOf } from './read-content.ts'
import { asked } from './refused.ts'
import { lastShown } from './shown.ts'

const TAG = 'org.chappe.archived'

/** Up to when everything was said when it was put away; undefined where it was not. */
export function archivedUpTo(room: Room): number | undefined {
  const tag = fieldOf(contentOf(room.tags), TAG)
  if (tag === undefined) return undefined
  const upTo = fieldOf(contentOf(tag), 'up_to')
  // Another app that put it away says no more than that: it stays until something is said that is newer than nothing.
  return typeof upTo === 'number' && Number.isFinite(upTo) ? upTo : 0
}

/** When something was said last; 0 where nothing was lately. */
export function lastSaidMs(room: Room): number {
  const last = lastShown(room)
  return last === undefined || last.isState() ? 0 : last.getTs()
}

/** Puts a room away, or takes it back. */
export async function setArchived(client: MatrixClient, roomId: string, isArchived: boolean): Promise<void> {
  const room = client.getRoom(roomId)
  const metadata: object = { up_to: room === null ? 0 : lastSaidMs(room) }
  await asked(isArchived ? client.setRoomTag(roomId, TAG, metadata) : client.deleteRoomTag(roomId, TAG))
}
