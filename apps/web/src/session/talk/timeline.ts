// What was said in a room, or in one thread of it: a window that opens at the first unread message, follows the newest, and
// can be moved to any other.
import type { MatrixClient, MatrixEvent, Room, Thread } from 'matrix-js-sdk'
import { Direction, MatrixError } from 'matrix-js-sdk'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { receiptTypeOf } from '../person/privacy.ts'
import { readNow } from '../pace/reading-queue.ts'
import { firstAfter, seenFirst } from './seen-first.ts'
import { followEvents } from './timeline-follow.ts'
import type { HeldWindow } from './timeline-window.ts'
import { createWindow } from './timeline-window.ts'
import type { Message } from '../types.ts'

/** What is seen of a room's messages. */
export interface TimelineState {
  /** From the oldest to the newest. */
  messages: readonly Message[]
  hasOlder: boolean
  /** Whether the newest are not among them. */
  hasNewer: boolean
  isPaging: boolean
  /** Whether the first of them are still being fetched. */
  isOpening: boolean
  /** The first that was unread when the room was opened. */
  firstUnreadId: string | undefined
}

/** A room's messages. */
export interface Timeline {
  state: Live<TimelineState>
  /** Fetches older ones, or newer ones; rejects where the server does not answer. */
  page(direction: 'back' | 'forward'): Promise<void>
  /** Makes a message one of those held; false where there is none of that id to be seen. */
  goTo(id: string): Promise<boolean>
  /** Goes to the first message from that moment on, and gives back its id. */
  goToDate(ms: number): Promise<string | undefined>
  goToNewest(): Promise<void>
  /** Tells the server and others that all up to this message has been read. */
  markRead(id: string): Promise<void>
  close(): void
}

/** Of what is seen first, so many are waited for at the end of a room: about as many as fill an ordinary window. */
const AWAITED = 12
/** Who goes to where hundreds are unread has waited for the server: what is unread first is enough, the rest comes in its order. */
const AWAITED_FAR = 1
const READ_FIRST_MS = 1000

/** Where to open: a room, or one of its threads. */
export interface Opening {
  client: MatrixClient
  room: Room
  thread?: Thread
}

/** Opens the messages of a room. */
export function openTimeline(opening: Opening): Timeline {
  const { client, room, thread } = opening
  const held = createWindow(client, thread?.timelineSet ?? room.getUnfilteredTimelineSet())
  const state = createStore<TimelineState>(() => ({ messages: [], hasOlder: false, hasNewer: false, isPaging: false, isOpening: true, firstUnreadId: undefined }))
  const follower = followEvents({ client, room, thread, held, firstUnreadId: () => state.getState().firstUnreadId }, (messages) => state.setState({ messages, hasOlder: held.hasOlder(), hasNewer: held.hasNewer() }))
  void openAt(opening, held, state).then(() => {
    follower.look()
    state.setState({ isOpening: false })
  })

  async function stand(id: string | undefined): Promise<void> {
    await held.stand(id)
    follower.look()
  }

  return {
    state,
    async page(direction) {
      if (state.getState().isPaging || !(direction === 'back' ? held.hasOlder() : held.hasNewer())) return
      state.setState({ isPaging: true })
      try {
        await held.page(direction)
      } finally {
        follower.look()
        state.setState({ isPaging: false })
      }
    },
    async goTo(id) {
      if (held.events().some((event) => event.getId() === id)) return true
      try {
        await stand(id)
        return held.events().some((event) => event.getId() === id)
      } catch (error) {
        if (error instanceof MatrixError && (error.httpStatus === 404 || error.httpStatus === 403)) return false
        throw error
      }
    },
    async goToDate(ms) {
      const { event_id: id } = await client.timestampToEvent(room.roomId, ms, Direction.Forward)
      await stand(id)
      return nearestShown(held.events(), id, state.getState().messages)
    },
    goToNewest: () => stand(undefined),
    markRead: createMarker(client, held),
    close: follower.close,
  }
}

/** The message that is shown at an event, or next after it. */
function nearestShown(events: readonly MatrixEvent[], id: string, messages: readonly Message[]): string | undefined {
  const shown = new Set(messages.map((message) => message.id))
  const from = events.findIndex((event) => event.getId() === id)
  return events.slice(Math.max(from, 0)).find((event) => shown.has(event.getId() ?? ''))?.getId()
}

/** Stands where whoever opens the room left off, if there is something new after it; shown once what is seen first can be read. */
async function openAt({ client, room, thread }: Opening, held: HeldWindow, state: StoreApi<TimelineState>): Promise<void> {
  const me = client.getUserId() ?? ''
  const readUpTo = (thread ?? room).getEventReadUpTo(me)
  await held.stand(undefined).catch(() => undefined)
  const isHeld = readUpTo === null || held.events().some((event) => event.getId() === readUpTo)
  if (!isHeld && thread === undefined && held.events().length > 0) await held.stand(readUpTo).catch(() => undefined)
  await readFirst(client, seenFirst(held.events(), firstAfter(held.events(), readUpTo, me)), isHeld ? AWAITED : AWAITED_FAR)
  // What was read may turn out to be no entry of its own.
  state.setState({ firstUnreadId: firstAfter(held.events(), readUpTo, me) })
}

/** Reads what is seen first, and waits for so many of it; what takes long is shown when it can be read. */
async function readFirst(client: MatrixClient, events: readonly MatrixEvent[], awaitedCount: number): Promise<void> {
  const encrypted = (some: readonly MatrixEvent[]): MatrixEvent[] => some.filter((event) => event.isBeingDecrypted() || event.shouldAttemptDecryption())
  if (encrypted(events).length === 0) return
  void readNow(client, encrypted(events))
  const awaited = Promise.allSettled(encrypted(events.slice(0, awaitedCount)).map((event) => client.decryptEventIfNeeded(event)))
  await Promise.race([awaited, new Promise((done) => setTimeout(done, READ_FIRST_MS))])
}

/** Marks what was read, never further back than before. */
function createMarker(client: MatrixClient, held: HeldWindow): Timeline['markRead'] {
  let markedId: string | undefined
  return async (id) => {
    const events = held.events()
    const index = events.findIndex((event) => event.getId() === id)
    if (index < 0) return
    // What is not shown and stands after the message, as a reaction, is read with it.
    const next = events.findIndex((event, at) => at > index && event.getType() === 'm.room.message' && !event.isRelation('m.replace'))
    const last = events[next < 0 ? events.length - 1 : index]
    const marked = events.findIndex((event) => event.getId() === markedId)
    if (last === undefined || last.status !== null || events.indexOf(last) <= marked) return
    markedId = last.getId()
    await client.sendReadReceipt(last, receiptTypeOf(client))
  }
}
