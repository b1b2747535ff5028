// The part of a room's messages that is held: follows the newest, or stands around a message that was gone to.
import type { EventTimelineSet, MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { Direction, RoomEvent, TimelineWindow } from 'matrix-js-sdk'

const PAGE = 50
/** More than anybody scrolls at a time; what is held is text, what is drawn is what is in sight. */
const HELD_MAX = 20_000

/** The part that is held. */
export interface HeldWindow {
  events(): readonly MatrixEvent[]
  hasOlder(): boolean
  hasNewer(): boolean
  /** Whether what arrives is part of it: it was set to the newest, or has come there by paging. */
  isAtNewest(): boolean
  /** Takes in what arrived at the newest end; only where the window reaches it. */
  takeArrived(): void
  page(direction: 'back' | 'forward'): Promise<void>
  /** Stands around an event, or at the newest. Rejects where there is no such event to be seen. */
  stand(eventId: string | undefined): Promise<void>
  /** Lets go of the room; nothing is held from then on. */
  close(): void
}

/** Makes the window; it holds nothing until it stands somewhere. */
export function createWindow(client: MatrixClient, set: EventTimelineSet): HeldWindow {
  let [view, letGo] = open(client, set)
  /** One that was set to the newest stays there, whatever the SDK takes out of its timelines and puts back while it fetches. */
  let isSetToNewest = true
  let isClosed = false
  const takeArrived = (): void => {
    while (view.extend(Direction.Forward, PAGE)) continue
  }
  return {
    events: () => view.getEvents().filter((event) => (event as MatrixEvent | undefined) !== undefined),
    hasOlder: () => view.canPaginate(Direction.Backward),
    hasNewer: () => view.canPaginate(Direction.Forward),
    isAtNewest: () => isSetToNewest || !view.canPaginate(Direction.Forward),
    takeArrived,
    async page(direction) {
      await view.paginate(direction === 'back' ? Direction.Backward : Direction.Forward, PAGE)
    },
    async stand(eventId) {
      const [next, letGoOfNext] = open(client, set)
      try {
        await next.load(eventId, PAGE)
      } catch (error) {
        letGoOfNext()
        throw error
      }
      letGo()
      view = next
      letGo = letGoOfNext
      if (isClosed) letGo()
      isSetToNewest = eventId === undefined
      // What came while it was being set.
      if (isSetToNewest) takeArrived()
    },
    close() {
      isClosed = true
      letGo()
    },
  }
}

/** The SDK's own window, and how to let go of it: it listens to its room for as long as there is the room. */
function open(client: MatrixClient, set: EventTimelineSet): [window: TimelineWindow, letGo: () => void] {
  const { room } = set
  const before = new Set(room?.listeners(RoomEvent.Timeline))
  const window = new TimelineWindow(client, set, { windowLimit: HELD_MAX })
  const own = (room?.listeners(RoomEvent.Timeline) ?? []).filter((listener) => !before.has(listener))
  return [
    window,
    () => {
      for (const listener of own) room?.off(RoomEvent.Timeline, listener)
    },
  ]
}
