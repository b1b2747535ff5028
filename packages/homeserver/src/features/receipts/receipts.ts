// The front door of receipts and typing.
// https://spec.matrix.org/v1.19/client-server-api/#receipts
import { MatrixError } from '@chappe/contract'
import { isEventId } from '@chappe/core'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import { relationOfEvent } from '../../engine/relations.ts'
import { eventsInHistory } from '../../engine/visibility.ts'
import type { Session } from '../../session.ts'
import { findTimelineEvent, joinedRoomOf } from '../rooms/rooms.ts'
import { receiptContentOf } from './receipt-content.ts'
import type { ReceiptWriter } from './receipt-writer.ts'
import { createReceiptWriter, noteRead } from './receipt-writer.ts'
import type { ReceiptsOptions } from './receipts-deps.ts'
import type { ReceiptRow } from './receipts-store.ts'
import { deletePushExceptions, listReceipts, listReceiptsAt } from './receipts-store.ts'
import type { Typing } from './typing.ts'
import { createTyping, MAX_TIMEOUT_MS } from './typing.ts'

/** One receipt as it comes. */
export interface ReceiptInput {
  roomId: string
  type: string
  eventId: string
  /** A thread's root, `main`, or undefined for the whole room; unchecked. */
  threadId: unknown
}

/** The operations of this feature. */
export interface Receipts {
  setReceipt(session: Session, input: ReceiptInput): Promise<void>
  setReadMarkers(session: Session, input: { roomId: string; markers: Readonly<Record<string, unknown>> }): Promise<void>
  setTyping(session: Session, input: TypingInput): Promise<void>
  /** The content of `m.receipt` of what changed in (from, to], per room; others' private receipts are left out. */
  receiptsFor(roomNids: readonly number[], viewer: string, from: number, to: number): Promise<Map<number, string>>
  /** The same of receipts on some events of each room, and of the viewer's own there. */
  receiptsAt(rooms: readonly { roomNid: number; eventIds: readonly string[] }[], viewer: string): Promise<Map<number, string>>
  /** Who types in a room, and the change position at which that began to be so. */
  typingFor: Typing['find']
  /** Called after somebody has read on in a room; it only takes notes. */
  onRead(listener: ReadListener): void
  /** Stores what is gathered. */
  close(): Promise<void>
}

/** Hears who has read on, and in which room. */
export type ReadListener = (userId: string, roomNid: number) => void

/** Who types where. */
export interface TypingInput {
  roomId: string
  userId: string
  typing: boolean
  timeoutMs: number | undefined
}

interface ReceiptsDeps extends ReceiptsOptions {
  writer: ReceiptWriter
  readers: ReadListener[]
}

const DEFAULT_TYPING_MS = 30_000
const MAX_SHOWN = 1000
const MARKERS = ['m.fully_read', 'm.read', 'm.read.private'] as const

/** Ties the operations to what they need. */
export function createReceipts(options: ReceiptsOptions): Receipts {
  const writer = createReceiptWriter(options)
  const typing = createTyping(options.changes)
  const deps: ReceiptsDeps = { ...options, writer, readers: [] }
  return {
    setReceipt: (session, input) => setReceipt(deps, session, input),
    async setReadMarkers(session, { roomId, markers }) {
      for (const type of MARKERS) {
        const eventId = markers[type]
        if (typeof eventId === 'string') await setReceipt(deps, session, { roomId, type, eventId, threadId: undefined })
      }
    },
    async setTyping(session, input) {
      if (input.userId !== session.userId) throw new MatrixError('M_FORBIDDEN', { message: 'You type for yourself only' })
      const room = await joinedRoomOf(deps.rooms, session.userId, input.roomId)
      const timeoutMs = Math.min(input.timeoutMs ?? DEFAULT_TYPING_MS, MAX_TIMEOUT_MS)
      typing.set(room, session.userId, input.typing ? timeoutMs : 0)
    },
    receiptsFor: (roomNids, viewer, from, to) => receiptsFor(deps, { roomNids, viewer, from, to }),
    async receiptsAt(rooms, viewer) {
      return contentsOf(rooms.length === 0 ? [] : await listReceiptsAt(deps.db, rooms, { viewer, limit: MAX_SHOWN }))
    },
    typingFor: (roomNid) => typing.find(roomNid),
    onRead: (listener) => void deps.readers.push(listener),
    async close() {
      typing.close()
      await writer.close()
    },
  }
}

async function setReceipt(deps: ReceiptsDeps, session: Session, input: ReceiptInput): Promise<void> {
  const { type, eventId } = input
  const threadId = threadOf(input)
  const { userId } = session
  const room = await joinedRoomOf(deps.rooms, userId, input.roomId)
  const event = await eventOf(deps, room, userId, eventId)
  if (threadId !== '') await assertInThread(deps, room, event, threadId)
  if (type === 'm.fully_read') return deps.setFullyRead(userId, room.roomNid, eventId)
  const row: ReceiptRow = {
    roomNid: room.roomNid,
    userId,
    type,
    threadId,
    eventId,
    eventPosition: event.position,
    notifyOrdinal: event.notifyOrdinal,
    atMs: deps.clock.now(),
  }
  await forgetExceptions(deps, row)
  noteRead(deps, row)
  await deps.writer.write(room, row)
  for (const listener of deps.readers) listener(userId, room.roomNid)
}

/** The thread of a receipt; empty for an unthreaded one. Throws `M_INVALID_PARAM` for what is neither. */
function threadOf({ type, threadId }: ReceiptInput): string {
  if (!MARKERS.some((each) => each === type)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is no type of receipt' })
  if (threadId === undefined) return ''
  const isThread = typeof threadId === 'string' && (threadId === 'main' || isEventId(threadId))
  if (!isThread) throw new MatrixError('M_INVALID_PARAM', { message: 'thread_id: neither an event id nor main' })
  if (type === 'm.fully_read') throw new MatrixError('M_INVALID_PARAM', { message: 'The read marker knows no threads' })
  return threadId
}

async function eventOf(deps: ReceiptsDeps, room: Room, userId: string, eventId: string): Promise<TimelineEvent> {
  const event = await findTimelineEvent(deps, room, eventId)
  const [visible] = event === undefined ? [] : await eventsInHistory(deps.rooms, room, userId, [event])
  if (visible === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such event in this room' })
  return visible
}

/**
 * "The `event_id` is not related to the `thread_id`." "Thread roots are considered to be in the main timeline, as are
 * events that are related to a thread root via non-thread relations"; clients name them under their thread as well.
 */
async function assertInThread(deps: ReceiptsDeps, room: Room, event: TimelineEvent, threadId: string): Promise<void> {
  // A redacted event relates to nothing any more, and clients that had it in a thread may not know yet.
  if (event.redactedBy !== undefined) return
  const relation = await relationOfEvent(deps.db, room, event)
  const isIn = threadId === 'main' ? relation?.threadId === undefined : [relation?.threadId, relation?.parentId, event.eventId].includes(threadId)
  if (!isIn) throw new MatrixError('M_INVALID_PARAM', { message: 'The event is not in that thread' })
}

/** What counted differently before the place that was read is forgotten. */
async function forgetExceptions(deps: ReceiptsDeps, row: ReceiptRow): Promise<void> {
  const each = deps.rooms.engine.userRooms.peek(row.userId)?.rooms.get(row.roomNid)
  const mayHaveSome = each === undefined || each.exceptions.some(({ position }) => position <= row.eventPosition)
  if (mayHaveSome) await deletePushExceptions(deps.db, row)
}

async function receiptsFor(
  deps: ReceiptsDeps,
  range: { roomNids: readonly number[]; viewer: string; from: number; to: number },
): Promise<Map<number, string>> {
  if (range.roomNids.length === 0) return new Map()
  return contentsOf(await listReceipts(deps.db, { ...range, limit: MAX_SHOWN }))
}

/** The contents of some receipts, per room. */
function contentsOf(rows: Awaited<ReturnType<typeof listReceipts>>): Map<number, string> {
  const contents = new Map<number, string>()
  for (const [roomNid, receipts] of Map.groupBy(rows, (row) => row.roomNid)) contents.set(roomNid, receiptContentOf(receipts))
  return contents
}
