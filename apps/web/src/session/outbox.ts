// What was written while the server was away goes out, in its order, when it is back. What the server refused stays with
// whoever wrote it.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { ClientEvent, EventStatus, MatrixError, MatrixEventEvent, RoomEvent, SyncState } from 'matrix-js-sdk'

/** Begins to send what waits, each time the server is back. */
export function sendWhenBack(client: MatrixClient): void {
  let running = false
  async function sendAll(): Promise<void> {
    if (running) return
    running = true
    try {
      await Promise.all(client.getRooms().map((room) => sendWaiting(client, room)))
    } finally {
      running = false
    }
  }
  // What waited over a reload and comes back from the server before it is sent again has lost its words on the way: the SDK
  // takes over the server's event, leaves it encrypted, and tells nobody when it is read.
  client.on(RoomEvent.LocalEchoUpdated, (event, room) => {
    if (event.status !== null || !event.shouldAttemptDecryption()) return
    event.on(MatrixEventEvent.Decrypted, () => room.emit(RoomEvent.LocalEchoUpdated, event, room))
    void client.decryptEventIfNeeded(event)
  })
  client.on(ClientEvent.Sync, (state, _before, data) => {
    if (data?.fromCache === true) return
    if (state === SyncState.Syncing || state === SyncState.Prepared) void sendAll()
  })
}

/** One after the other; the first that fails again ends it, so that none overtakes another. */
async function sendWaiting(client: MatrixClient, room: Room): Promise<void> {
  // Asked for anew each time: what is written meanwhile waits behind these.
  for (let event = firstWaiting(room); event !== undefined; event = firstWaiting(room)) {
    const sent = await client.resendEvent(event, room).then(
      () => true,
      () => false,
    )
    if (!sent) return
    dropTold(room, event)
  }
}

function firstWaiting(room: Room): MatrixEvent | undefined {
  return room.getPendingEvents().find(isWaiting)
}

/** The server had taken it at the first attempt, and has told of it before it was sent again: it is there already. */
function dropTold(room: Room, event: MatrixEvent): void {
  const id = event.getId()
  if (id === undefined || event.status !== EventStatus.SENDING) return
  room.removePendingEvent(id)
  room.emit(RoomEvent.LocalEchoUpdated, event, room)
}

/** Whether an event was not sent for want of a server, and not because the server would not have it. */
export function isWaiting(event: MatrixEvent): boolean {
  if (event.status !== EventStatus.NOT_SENT) return false
  const status = event.error instanceof MatrixError ? event.error.httpStatus : undefined
  return status === undefined || status === 429 || status >= 500
}
