// What a sync tells of rooms is worked through room by room, with breaks for what somebody types or presses. The SDK takes all
// rooms of an answer in one go, and hands on everything that they tell.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { takeBreak } from '../pace/idle.ts'
import type { ReadingPace } from '../pace/reading-queue.ts'

/** The part of the SDK that works syncs through: what it puts the events of one room into that room with. */
export interface SyncRooms {
  injectRoomEvents(room: Room, ...events: [state: unknown, stateAfter: unknown, timeline: unknown, fromCache?: boolean]): Promise<void>
}

const BREAK_AFTER_MS = 8

/** Has rooms wait for each other. `isShown`: whether a room is on the screen as it is at this moment. */
export function takeRoomsInTurn(sync: SyncRooms, isShown: (room: Room) => boolean, { takeBreak, now }: ReadingPace): void {
  const put = sync.injectRoomEvents.bind(sync)
  let before: Promise<unknown> = Promise.resolve()
  let beganMs = now()
  let waiting = 0

  sync.injectRoomEvents = (room, ...events) => {
    // What was kept comes a few rooms at a time already.
    if (events[3] === true) return put(room, ...events)
    // What was in the room has just been taken out of it, since the answer leaves a gap: nobody is to see it empty.
    if (isShown(room) && room.getLiveTimeline().getEvents().length === 0) return put(room, ...events)
    if (waiting === 0) beganMs = now()
    waiting += 1
    const done = before.then(async () => {
      if (now() - beganMs >= BREAK_AFTER_MS) {
        await takeBreak()
        beganMs = now()
      }
      waiting -= 1
      await put(room, ...events)
    })
    before = done.catch(() => undefined)
    return done
  }
}

/** Has them wait in a client that has been started. */
export function takeSyncsInTurn(client: MatrixClient): void {
  // The SDK keeps to itself what it works a sync through with.
  const { syncApi } = client as unknown as { syncApi?: SyncRooms }
  if (syncApi !== undefined) takeRoomsInTurn(syncApi, (room) => client.getRoom(room.roomId) !== null, { takeBreak, now: () => performance.now() })
}
