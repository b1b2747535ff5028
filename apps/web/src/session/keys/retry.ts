// Messages that could not be read are tried again when keys have come: from the backup, from another device, by whoever
// invited us.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'

/** How many of a room are tried again; what is further back is tried when it is scrolled to. */
const EVENTS_MAX = 500

/** Tries every message again that is held here and could not be read. */
export function retryUnreadable(client: MatrixClient): void {
  for (const room of client.getRooms()) for (const event of room.getLiveTimeline().getEvents().slice(-EVENTS_MAX)) retry(client, event)
}

function retry(client: MatrixClient, event: MatrixEvent): void {
  if (event.isDecryptionFailure()) void client.decryptEventIfNeeded(event, { isRetry: true }).catch(() => undefined)
}
