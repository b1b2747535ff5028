// Keeps the messages of a room as they are: looks at what changed, once for all that happened at a time, and leaves every
// other message the value it was.
import type { EventTimelineSet, MatrixClient, MatrixEvent, Room, RoomEventHandlerMap, RoomMember, Thread } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent, RoomMemberEvent, ThreadEvent } from 'matrix-js-sdk'
import { describeMessage, describeQuote } from './describe-message.ts'
import { isPollStart } from './describe-poll.ts'
import { createPace } from './pace.ts'
import { fieldOf, textOf } from './read-content.ts'
import { readersByMessage } from './readers.ts'
import { relationOf } from './relation.ts'
import { isShown } from './shown.ts'
import type { HeldWindow } from './timeline-window.ts'
import type { Message, Person, Quote } from './types.ts'

/** What is followed. */
export interface Followed {
  client: MatrixClient
  room: Room
  thread: Thread | undefined
  held: HeldWindow
}

const PACE = { soonMs: 16, everyMs: 100 }
const QUOTES_MAX = 500
/** Begins to follow; `tell` is told the messages when they changed. `look` does it at once. */
export function followEvents(followed: Followed, tell: (messages: readonly Message[]) => void): { look(): void; close(): void } {
  const { client, room, thread, held } = followed
  const pace = createPace(look, PACE)
  const describer = createDescriber(followed, pace.touch)

  function look(): void {
    const pending = held.hasNewer() ? [] : room.getPendingEvents().filter((event) => event.threadRootId === thread?.id)
    const events = held.events()
    for (const event of events) if (event.shouldAttemptDecryption()) void client.decryptEventIfNeeded(event)
    const readers = readersByMessage(events, thread ?? room, room, isShown)
    tell([...events, ...pending].filter(isShown).map((event) => describer.describe(event, readers.get(event.getId() ?? ''))))
  }

  const end = listen(followed, {
    changed(event) {
      describer.forget(event)
      // One's own is seen at once, whatever else arrives.
      if (event.status === null) pace.touch()
      else pace.hurry()
    },
    changedId(id) {
      describer.forgetId(id)
      pace.touch()
    },
    renamed(userId) {
      describer.forgetPerson(userId)
      pace.touch()
    },
    arrived: pace.touch,
    reset() {
      // After a gap the newest stand in a timeline of their own; who was at the newest goes on there.
      void held.stand(undefined).then(look, () => undefined)
    },
  })
  return {
    look,
    close() {
      pace.stop()
      end()
    },
  }
}

interface Describer {
  describe(event: MatrixEvent, readBy: readonly Person[] | undefined): Message
  forget(event: MatrixEvent): void
  forgetId(id: string): void
  forgetPerson(userId: string): void
}

function createDescriber({ client, room }: Followed, changed: () => void): Describer {
  const described = new WeakMap<MatrixEvent, Message>()
  const quoting = new Map<string, Set<MatrixEvent>>()
  const quotes = new Map<string, MatrixEvent | 'asked'>()
  const polls = new Set<string>()
  const renamed = new Map<string, number>()
  const madeAt = new WeakMap<Message, number>()
  let clock = 0

  function findQuote(id: string, by: MatrixEvent): Quote {
    quoting.set(id, (quoting.get(id) ?? new Set()).add(by))
    const known = room.findEventById(id) ?? quotes.get(id)
    if (known !== undefined && known !== 'asked') return describeQuote(known, room)
    if (known === undefined && quotes.size < QUOTES_MAX) {
      quotes.set(id, 'asked')
      void fetchEvent(client, room, id).then(
        (event) => {
          quotes.set(id, event)
          forgetId(id)
          changed()
        },
        () => undefined,
      )
    }
    return { id, message: undefined }
  }

  function forget(event: MatrixEvent): void {
    described.delete(event)
    for (const by of quoting.get(event.getId() ?? '') ?? []) described.delete(by)
  }

  function forgetId(id: string): void {
    for (const by of quoting.get(id) ?? []) described.delete(by)
    const event = room.findEventById(id)
    if (event !== undefined) described.delete(event)
  }

  return {
    describe(event, readBy = []) {
      const known = described.get(event)
      if (known !== undefined && samePeople(known.readBy, readBy) && (madeAt.get(known) ?? 0) >= (renamed.get(known.sender.userId) ?? 0)) return known
      const message = { ...describeMessage(event, room, (id) => findQuote(id, event)), readBy }
      described.set(event, message)
      madeAt.set(message, clock)
      const id = event.getId() ?? ''
      if (isPollStart(textOf(event.getType())) && event.status === null && !polls.has(id)) {
        polls.add(id)
        void fetchParts(client, room, id).then(
          () => {
            described.delete(event)
            changed()
          },
          () => undefined,
        )
      }
      return message
    },
    forget,
    forgetId,
    forgetPerson(userId) {
      clock += 1
      renamed.set(userId, clock)
    },
  }
}

function samePeople(a: readonly Person[], b: readonly Person[]): boolean {
  return a.length === b.length && a.every((person, index) => person.userId === b[index]?.userId && person.name === b[index]?.name)
}

/** An event that the room does not hold. */
export async function fetchEvent(client: MatrixClient, room: Room, id: string): Promise<MatrixEvent> {
  const event = client.getEventMapper()(await client.fetchRoomEvent(room.roomId, id))
  await client.decryptEventIfNeeded(event)
  return event
}

/** The votes of a poll that was begun before what the room holds. */
async function fetchParts(client: MatrixClient, room: Room, id: string): Promise<void> {
  const { events } = await client.relations(room.roomId, id, 'm.reference')
  for (const event of events) room.relations.aggregateChildEvent(event)
}

interface Hearer {
  changed(event: MatrixEvent): void
  changedId(id: string): void
  renamed(userId: string): void
  arrived(): void
  reset(): void
}

/** Hears of everything that changes a message. Gives back what ends it. */
function listen({ client, room, thread, held }: Followed, hearer: Hearer): () => void {
  let wasAtNewest = true
  const touch = (event: MatrixEvent): void => {
    hearer.changed(event)
    const target = textOf(fieldOf(relationOf(event), 'event_id'))
    if (target !== '') hearer.changedId(target)
  }
  const onTimeline = (...[event, ofRoom, , , { liveEvent }]: Parameters<RoomEventHandlerMap[RoomEvent.Timeline]>): void => {
    if (ofRoom?.roomId !== room.roomId) return
    if (liveEvent === true) held.takeArrived()
    wasAtNewest = !held.hasNewer()
    touch(event)
  }
  const set = thread?.timelineSet ?? room.getUnfilteredTimelineSet()
  const onReset = (_room: Room | undefined, of: EventTimelineSet): void => {
    if (of === set && wasAtNewest) hearer.reset()
  }
  const onEvent = (event: MatrixEvent): void => {
    if (event.getRoomId() === room.roomId) touch(event)
  }
  const onRedaction = (event: MatrixEvent): void => {
    const redacted = textOf(event.event.redacts ?? event.getContent()['redacts'])
    hearer.changedId(redacted)
  }
  const onThread = ({ id }: Thread): void => hearer.changedId(id)
  const onUnread = (_counts: unknown, threadId?: string): void => {
    if (threadId !== undefined) hearer.changedId(threadId)
  }
  const onName = (_event: MatrixEvent, member: RoomMember): void => {
    if (member.roomId === room.roomId) hearer.renamed(member.userId)
  }
  // The room tells what its threads tell.
  room.on(RoomEvent.Timeline, onTimeline)
  room.on(RoomEvent.TimelineReset, onReset)
  room.on(RoomEvent.LocalEchoUpdated, onEvent)
  room.on(RoomEvent.Redaction, onRedaction)
  room.on(RoomEvent.Receipt, hearer.arrived)
  room.on(RoomEvent.UnreadNotifications, onUnread)
  room.on(MatrixEventEvent.BeforeRedaction, onEvent)
  room.on(ThreadEvent.New, onThread)
  room.on(ThreadEvent.Update, onThread)
  room.on(ThreadEvent.NewReply, onThread)
  client.on(MatrixEventEvent.Decrypted, onEvent)
  client.on(MatrixEventEvent.Replaced, onEvent)
  client.on(RoomMemberEvent.Name, onName)
  return () => {
    room.off(RoomEvent.Timeline, onTimeline)
    room.off(RoomEvent.TimelineReset, onReset)
    room.off(RoomEvent.LocalEchoUpdated, onEvent)
    room.off(RoomEvent.Redaction, onRedaction)
    room.off(RoomEvent.Receipt, hearer.arrived)
    room.off(RoomEvent.UnreadNotifications, onUnread)
    room.off(MatrixEventEvent.BeforeRedaction, onEvent)
    room.off(ThreadEvent.New, onThread)
    room.off(ThreadEvent.Update, onThread)
    room.off(ThreadEvent.NewReply, onThread)
    client.off(MatrixEventEvent.Decrypted, onEvent)
    client.off(MatrixEventEvent.Replaced, onEvent)
    client.off(RoomMemberEvent.Name, onName)
  }
}
