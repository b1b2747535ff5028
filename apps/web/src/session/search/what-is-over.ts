// What a room keeps no longer is not kept by the index either: the server takes it away without an event that tells of it.
import type { MatrixClient } from 'matrix-js-sdk'
import { contentOf, fieldOf } from '../read-content.ts'
import type { SearchCalls } from './search-calls.ts'

const FIRST_MS = 10_000
const EVERY_MS = 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** Begins to take away what is over in the rooms that say how long they keep what is said. Gives back how to stop. */
export function forgetWhatIsOver(client: Pick<MatrixClient, 'getRooms'>, calls: Pick<SearchCalls, 'change'>, now: () => number = Date.now): () => void {
  const look = (): void => {
    const removeBefore = client.getRooms().flatMap((room) => {
      const keptMs = fieldOf(contentOf(room.currentState.getStateEvents('m.room.retention', '')?.getContent()), 'max_lifetime')
      // Less than a day no server keeps anything.
      return typeof keptMs === 'number' && Number.isSafeInteger(keptMs) && keptMs >= 0 ? [{ roomId: room.roomId, beforeMs: now() - Math.max(keptMs, DAY_MS) }] : []
    })
    if (removeBefore.length > 0) void calls.change({ removeBefore }).catch(() => undefined)
  }
  const first = setTimeout(look, FIRST_MS)
  const timer = setInterval(look, EVERY_MS)
  return () => {
    clearTimeout(first)
    clearInterval(timer)
  }
}
