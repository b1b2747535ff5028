// The part of a room's messages that is held: follows the newest, or stands around a message that was gone to.
import type { EventTimelineSet, MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { Direction, TimelineWindow } from 'matrix-js-sdk'

const PAGE = 50
/** More than anybody scrolls at a time; what is held is text, what is drawn is what is in sight. */
const HELD_MAX = 20_000

/** The part that is held. */
export interface HeldWindow {
  events(): readonly MatrixEvent[]
  hasOlder(): boolean
  hasNewer(): boolean
  /** Takes in what arrived at the newest end; only where the window reaches it. */
  takeArrived(): void
  page(direction: 'back' | 'forward'): Promise<void>
  /** Stands around an event, or at the newest. Rejects where there is no such event to be seen. */
  stand(eventId: string | undefined): Promise<void>
}

/** Makes the window; it holds nothing until it stands somewhere. */
export function createWindow(client: MatrixClient, set: EventTimelineSet): HeldWindow {
  const make = (): TimelineWindow => new TimelineWindow(client, set, { windowLimit: HELD_MAX })
  let view = make()
  return {
    events: () => view.getEvents().filter((event) => (event as MatrixEvent | undefined) !== undefined),
    hasOlder: () => view.canPaginate(Direction.Backward),
    hasNewer: () => view.canPaginate(Direction.Forward),
    takeArrived() {
      while (view.extend(Direction.Forward, PAGE)) continue
    },
    async page(direction) {
      await view.paginate(direction === 'back' ? Direction.Backward : Direction.Forward, PAGE)
    },
    async stand(eventId) {
      const next = make()
      await next.load(eventId, PAGE)
      view = next
    },
  }
}
