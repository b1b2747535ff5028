// Keeps the messages of a room as they are: looks at what changed, once for all that happened at a time, and leaves every
// other message the value it was.
import type { EventTimelineSet, MatrixClient, MatrixEvent, Room, RoomEventHandlerMap, RoomMember, Thread } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent, RoomMemberEvent, ThreadEvent } from 'matrix-js-sdk'
import { describeMessage, describeQuote } from './describe-message.ts'
import { weightIn } from './confirmations.ts'
import { isPollStart } from './describe-poll.ts'
import { heard } from '../heard.ts'
import { createPace } from '../pace/pace.ts'
import { fieldOf, textOf } from '../read-content.ts'
import { readersByMessage } from './readers.ts'
import { readNow } from '../pace/reading-queue.ts'
import { relationOf } from './relation.ts'
import { inOrderOfSight } from './seen-first.ts'
import { isShown } from './shown.ts'
import type { HeldWindow } from './timeline-window.ts'
import type { Message, Person, Quote } from '../types.ts'

/** What is followed. */
export interface Followed {
  client: MatrixClient
  room: Room
  thread: Thread | undefined
  held: HeldWindow
  /** Which message was the first unread one when the room was opened. */
  firstUnreadId(): string | undefined
}

/** Each look lays the log out anew. One's own messages do not wait for it. */
const PACE = { soonMs: 16, everyMs: 300 }
const QUOTES_MAX = 500
const PARTS_PAGES = 20
const PARTS_PER_PAGE = 100
/**
 * Begins to follow; `tell` is told the messages when they changed. `look` does it at once. Before it was called for the first time
 * nothing is told but what one says oneself: what a room opens with is drawn once, where it opens, and when it can be read.
 */
export function followEvents(followed: Followed, tell: (messages: readonly Message[]) => void): { look(): void; close(): void } {
  const { client, room, thread, held, firstUnreadId } = followed
  const pace = createPace(look, PACE)
  let isOpen = false
  const soon = (): void => {
    if (isOpen) pace.touch()
  }
  const describer = createDescriber(followed, soon)

  function look(): void {
    isOpen = true
    const pending = held.hasNewer() ? [] : room.getPendingEvents().filter((event) => event.threadRootId === thread?.id)
    const events = held.events()
    if (events.some(isToBeRead)) void readNow(client, inOrderOfSight(events, { firstUnreadId: firstUnreadId(), isAtNewest: held.isAtNewest() }).filter(isToBeRead))
    const readers = readersByMessage(events, thread ?? room, room, isShown)
    tell([...events, ...pending].filter(isShown).map((event) => describer.describe(event, readers.get(event.getId() ?? ''))))
  }

  const end = listen(followed, {
    changed(event) {
      describer.forget(event)
      // One's own is seen at once, whatever else arrives.
      if (event.status === null) soon()
      else pace.hurry()
    },
    changedId(id) {
      describer.forgetId(id)
      soon()
    },
    renamed(userId) {
      describer.forgetPerson(userId)
      soon()
    },
    arrived: soon,
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
      held.close()
    },
  }
}

function isToBeRead(event: MatrixEvent): boolean {
  return event.isBeingDecrypted() || event.shouldAttemptDecryption()
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
  const fetched = new Set<string>()
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
      if (hasParts(event) && event.status === null && !fetched.has(id)) {
        fetched.add(id)
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

/** Whether what refers to an event is part of how it is shown: the votes of a poll, the confirmations of what asks for them. */
function hasParts(event: MatrixEvent): boolean {
  return isPollStart(textOf(event.getType())) || weightIn(event).asks !== undefined
}

/** What refers to an event and was said before what the room holds, up to a bound. */
export async function fetchParts(client: MatrixClient, room: Room, id: string): Promise<void> {
  let from: string | undefined
  for (let page = 0; page < PARTS_PAGES; page += 1) {
    const { events, nextBatch } = await client.relations(room.roomId, id, 'm.reference', null, { limit: PARTS_PER_PAGE, ...(from === undefined ? {} : { from }) })
    for (const event of events) room.relations.aggregateChildEvent(event)
    if (nextBatch === null || nextBatch === undefined) return
    from = nextBatch
  }
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
  const set = thread?.timelineSet ?? room.getUnfilteredTimelineSet()
  const touch = (event: MatrixEvent): void => {
    hearer.changed(event)
    const target = textOf(fieldOf(relationOf(event), 'event_id'))
    if (target !== '') hearer.changedId(target)
  }
  const onTimeline = (...[event, ofRoom, toStart, , { liveEvent, timeline }]: Parameters<RoomEventHandlerMap[RoomEvent.Timeline]>): void => {
    if (ofRoom?.roomId !== room.roomId) return
    // What comes later than it was said, the SDK puts before what is newer, and does not call it live.
    if (liveEvent === true || (toStart !== true && timeline === set.getLiveTimeline())) held.takeArrived()
    wasAtNewest = held.isAtNewest()
    touch(event)
  }
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
  const ends = [
    heard(room, RoomEvent.Timeline, onTimeline),
    heard(room, RoomEvent.TimelineReset, onReset),
    heard(room, RoomEvent.LocalEchoUpdated, onEvent),
    heard(room, RoomEvent.Redaction, onRedaction),
    heard(room, RoomEvent.Receipt, hearer.arrived),
    heard(room, RoomEvent.UnreadNotifications, onUnread),
    heard(room, MatrixEventEvent.BeforeRedaction, onEvent),
    heard(room, ThreadEvent.New, onThread),
    heard(room, ThreadEvent.Update, onThread),
    heard(room, ThreadEvent.NewReply, onThread),
    heard(client, MatrixEventEvent.Decrypted, onEvent),
    heard(client, MatrixEventEvent.Replaced, onEvent),
    heard(client, RoomMemberEvent.Name, onName),
  ]
  return () => {
    for (const end of ends) end()
  }
}
