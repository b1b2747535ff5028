// Rooms that were put away: a tag of ours, which says up to what moment everything was said by then. What is said later brings a
// room back by itself, on all devices, without anybody writing anything.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { contentOf, fieldOf } from '../read-content.ts'
import { asked } from '../refused.ts'
import { isShown, lastShown } from '../talk/shown.ts'

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

/**
 * Puts a room away, or takes it back. What a browser kept may be older than what its owner has seen and said, so that the server is
 * heard first; what they have not seen by then brings the room back.
 */
export async function setArchived(client: MatrixClient, roomId: string, isArchived: boolean): Promise<void> {
  if (!isArchived) return void (await asked(client.deleteRoomTag(roomId, TAG)))
  const seenMs = lastSaidIn(client, roomId)
  await heardServer(client)
  await asked(client.setRoomTag(roomId, TAG, { up_to: Math.max(seenMs, lastReadMs(client, roomId)) } as object))
}

function lastSaidIn(client: MatrixClient, roomId: string): number {
  const room = client.getRoom(roomId)
  return room === null ? 0 : lastSaidMs(room)
}

/** When that was said last which its reader wrote or has read, here or elsewhere. */
function lastReadMs(client: MatrixClient, roomId: string): number {
  const room = client.getRoom(roomId)
  const me = client.getSafeUserId()
  const events = room?.getLiveTimeline().getEvents() ?? []
  const known = events.findLast((event) => isShown(event) && !event.isState() && (event.getSender() === me || room?.hasUserReadEvent(me, event.getId() ?? '') === true))
  return known?.getTs() ?? 0
}

/** Resolves when the server has said what is new since this page was opened, or when it turns out to be away. */
function heardServer(client: MatrixClient): Promise<void> {
  const hasSpoken = (state: SyncState | null, fromCache: boolean | undefined): boolean => state !== null && state !== SyncState.Stopped && fromCache !== true
  if (hasSpoken(client.getSyncState(), client.getSyncStateData()?.fromCache)) return Promise.resolve()
  return new Promise((done) => {
    const look = (state: SyncState, _before: SyncState | null, data?: { fromCache?: boolean }): void => {
      if (!hasSpoken(state, data?.fromCache)) return
      client.off(ClientEvent.Sync, look)
      done()
    }
    client.on(ClientEvent.Sync, look)
  })
}
