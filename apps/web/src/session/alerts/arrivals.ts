// What has just been said that alerts whoever uses this browser, once it can be read.
import type { MatrixClient, MatrixEvent, RoomEventHandlerMap } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent } from 'matrix-js-sdk'
import { weightIn } from '../talk/confirmations.ts'
import { describeBody, describeMember } from '../talk/describe.ts'
import { nameOf } from '../read-content.ts'
import type { MessageBody, Person, Priority } from '../types.ts'

/** Something that alerts. */
export interface Arrival {
  roomId: string
  eventId: string
  roomName: string
  sender: Person
  body: MessageBody
  priority: Priority | undefined
  /** Named in it, or a word of theirs is. */
  isHighlight: boolean
  isLoud: boolean
}

type TimelineChange = Parameters<RoomEventHandlerMap[RoomEvent.Timeline]>

/** What is older came while nobody was here, and is shown as unread. */
const MAX_AGE_MS = 60_000
/** A message whose key does not come soon alerts all the same. */
const DECRYPT_MS = 4000

/** Tells of each as it comes. Gives back how to stop. */
export function followArrivals(client: MatrixClient, tell: (arrival: Arrival) => void): () => void {
  const me = client.getUserId() ?? ''
  const onTimeline = (...[event, room, toStart, removed, data]: TimelineChange): void => {
    if (room === undefined || toStart === true || removed || data.liveEvent !== true || event.getSender() === me) return
    if ((event.getAge() ?? 0) > MAX_AGE_MS) return
    void whenReadable(event).then(() => {
      const actions = client.getPushActionsForEvent(event, true)
      if (actions === null || !actions.notify || event.isRedacted()) return
      tell({
        roomId: room.roomId,
        eventId: event.getId() ?? '',
        roomName: nameOf(room.name),
        sender: describeMember(room, event.getSender() ?? ''),
        body: describeBody(event, room),
        priority: weightIn(event).priority,
        isHighlight: actions.tweaks.highlight === true,
        isLoud: actions.tweaks.sound !== undefined,
      })
    })
  }
  client.on(RoomEvent.Timeline, onTimeline)
  return () => void client.off(RoomEvent.Timeline, onTimeline)
}

function whenReadable(event: MatrixEvent): Promise<void> {
  if (!event.isEncrypted() || event.getClearContent() !== null) return Promise.resolve()
  return new Promise((done) => {
    const timer = setTimeout(end, DECRYPT_MS)
    function end(): void {
      clearTimeout(timer)
      event.off(MatrixEventEvent.Decrypted, end)
      done()
    }
    event.on(MatrixEventEvent.Decrypted, end)
  })
}
