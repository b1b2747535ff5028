// In which order what is encrypted is read when the messenger opens: what somebody looks at first, then what is unread, room by
// room and while nothing else is to be done. The SDK reads the last of every room at once, which for whoever is in hundreds of
// rooms takes longer than everything else.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { lastShown } from './shown.ts'
import type { RoomSummary } from './types.ts'

/** Of a room with more than this unread, what is further back is read when it is looked at. */
const EVENTS_PER_ROOM_MAX = 50
/** How long what can wait waits for an idle moment. */
const IDLE_WITHIN_MS = 500

/** Orders the reading of a client that is not started yet. `seen`: what is known of rooms from the last visit. Gives back how to end it. */
export function orderDecryption(client: MatrixClient, seen: readonly RoomSummary[]): () => void {
  const lastIds = new Map(seen.map(({ roomId, last }) => [roomId, last?.id]))
  const waiting = new Set<Room>()
  let isOpening = true
  let isStopped = false
  let isReading = false

  async function readAll(): Promise<void> {
    if (isReading) return
    isReading = true
    while (waiting.size > 0 && !isStopped) {
      const room = [...waiting].reduce((latest, each) => (each.getLastActiveTimestamp() > latest.getLastActiveTimestamp() ? each : latest))
      waiting.delete(room)
      for (const event of criticalEvents(room)) {
        if (!event.shouldAttemptDecryption()) continue
        await idle()
        await client.decryptEventIfNeeded(event).catch(() => undefined)
      }
    }
    isReading = false
  }

  /** Whether the list shows it as it was seen, and nothing of it counts anew. */
  function isSeen(room: Room): boolean {
    const last = lastShown(room)?.getId()
    return last !== undefined && lastIds.get(room.roomId) === last && room.getEventReadUpTo(client.getSafeUserId(), true) === last
  }

  const onRoom = (room: Room): void => {
    const atOnce = room.decryptCriticalEvents.bind(room)
    room.decryptCriticalEvents = async () => {
      if (!isOpening) return atOnce()
      if (!isSeen(room)) waiting.add(room)
    }
  }
  const onSync = (state: SyncState, _before: SyncState | null, data?: { fromCache?: boolean }): void => {
    if (state !== SyncState.Prepared && state !== SyncState.Syncing) return
    if (data?.fromCache !== true) isOpening = false
    void readAll()
  }
  client.on(ClientEvent.Room, onRoom)
  client.on(ClientEvent.Sync, onSync)
  return () => {
    isStopped = true
    client.off(ClientEvent.Room, onRoom)
    client.off(ClientEvent.Sync, onSync)
  }
}

/** The last one, and what came after what was read; the newest first. */
function criticalEvents(room: Room) {
  const events = room.getLiveTimeline().getEvents()
  const readUpTo = room.getEventReadUpTo(room.myUserId, true)
  const read = events.findIndex((event) => event.getId() === readUpTo)
  return events.slice(Math.max(read < 0 ? events.length - 1 : read, events.length - EVENTS_PER_ROOM_MAX)).toReversed()
}

function idle(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => done(), { timeout: IDLE_WITHIN_MS })
    else setTimeout(done, 0)
  })
}
