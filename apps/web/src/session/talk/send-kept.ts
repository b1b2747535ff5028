// Sends a message that was kept for a time: under one transaction id for good, so that the server takes it from this device once,
// however often it is tried.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { MatrixError } from 'matrix-js-sdk'
import type { Outgoing, Place } from './compose.ts'
import { toContent } from './compose.ts'
import { isWaiting } from '../outbox.ts'
import type { ScheduledFailure } from '../sealed/scheduled-thing.ts'
import { sendEvent, withLast } from './talk-actions.ts'

/** What is sent. */
export interface KeptMessage {
  roomId: string
  /** The same at each attempt. */
  txnId: string
  outgoing: Outgoing
  place: Place
}

/** Sends it. Undefined where the server has it, or where it waits among what is sent when the server is back. */
export async function sendKept(client: MatrixClient, { roomId, txnId, outgoing, place }: KeptMessage): Promise<ScheduledFailure | undefined> {
  const room = client.getRoom(roomId)
  if (room === null || room.getMyMembership() !== 'join') return 'gone'
  if (isThere(room, txnId)) return undefined
  try {
    await sendEvent(client, roomId, { type: 'm.room.message', content: toContent(outgoing, withLast(room, place)), threadId: place.threadId, txnId })
    return undefined
  } catch (error) {
    const pending = pendingOf(room, txnId)
    if (pending !== undefined && isWaiting(pending)) return undefined
    // What is refused goes back to where it waited, with the reason: one is perhaps in another room by now.
    if (pending !== undefined) client.cancelPendingEvent(pending)
    return failureOf(error)
  }
}

/** Whether an earlier attempt has led to something: it is told by the server, or waits among what goes out by itself. */
function isThere(room: Room, txnId: string): boolean {
  return pendingOf(room, txnId) !== undefined || room.getLiveTimeline().getEvents().some((event) => event.getUnsigned().transaction_id === txnId)
}

function pendingOf(room: Room, txnId: string): MatrixEvent | undefined {
  return room.getPendingEvents().find((event) => event.getTxnId() === txnId)
}

function failureOf(error: unknown): ScheduledFailure {
  if (!(error instanceof MatrixError)) return 'other'
  if (error.errcode === 'M_FORBIDDEN') return 'forbidden'
  return error.errcode === 'M_TOO_LARGE' ? 'tooLarge' : 'other'
}
