// SQL of receipts.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** One receipt: how far one user has read one room, or one thread of it. */
export interface ReceiptRow {
  roomNid: number
  userId: string
  type: string
  /** Empty: an unthreaded receipt. */
  threadId: string
  eventId: string
  eventPosition: number
  notifyOrdinal: number
  atMs: number
}

/**
 * Stores receipts under a change position; only those that move forward. Gives back the users whose receipt moved and
 * its type. Asynchronous commit: what a crash of the database loses of them, the next receipt says again.
 */
export async function upsertReceipts(
  db: Db,
  rows: readonly ReceiptRow[],
  position: number,
): Promise<{ userId: string; type: string }[]> {
  const column = <T>(pick: (row: ReceiptRow) => T): T[] => rows.map(pick)
  const result = await sql<{ userId: string; type: string }>`
    WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO receipt (room_nid, user_id, type, thread_id, event_id, event_position, notify_ordinal, at_ms, position)
    SELECT r.*, ${position}::int8 FROM relaxed, unnest(${column((row) => row.roomNid)}::int4[],
      ${column((row) => row.userId)}::text[], ${column((row) => row.type)}::text[],
      ${column((row) => row.threadId)}::text[], ${column((row) => row.eventId)}::text[],
      ${column((row) => row.eventPosition)}::int8[], ${column((row) => row.notifyOrdinal)}::int4[],
      ${column((row) => row.atMs)}::int8[])
      r (room_nid, user_id, type, thread_id, event_id, event_position, notify_ordinal, at_ms)
    ON CONFLICT (user_id, room_nid, type, thread_id) DO UPDATE SET event_id = excluded.event_id,
      event_position = excluded.event_position, notify_ordinal = excluded.notify_ordinal, at_ms = excluded.at_ms,
      position = excluded.position
    WHERE receipt.event_position < excluded.event_position
    RETURNING user_id AS "userId", type`.execute(db)
  return result.rows
}

/** Receipts of rooms that changed in (from, to], as one user may see them: their own first, then the newest. */
export async function listReceipts(
  db: Db,
  range: { roomNids: readonly number[]; viewer: string; from: number; to: number; limit: number },
): Promise<Omit<ReceiptRow, 'eventPosition' | 'notifyOrdinal'>[]> {
  const rows = await sql<Omit<ReceiptRow, 'eventPosition' | 'notifyOrdinal'>>`
    SELECT c.room_nid AS "roomNid", c.user_id AS "userId", c.type, c.thread_id AS "threadId",
      c.event_id AS "eventId", c.at_ms AS "atMs"
    FROM unnest(${range.roomNids}::int4[]) r (room_nid) CROSS JOIN LATERAL (
      SELECT * FROM receipt WHERE receipt.room_nid = r.room_nid
        AND receipt.position > ${range.from} AND receipt.position <= ${range.to}
        AND (receipt.type = 'm.read' OR receipt.user_id = ${range.viewer})
      ORDER BY receipt.user_id = ${range.viewer} DESC, receipt.position DESC LIMIT ${range.limit}) c`.execute(db)
  return rows.rows
}

/** Receipts on some events of rooms, as one user may see them, and that user's own receipts there: those first. */
export async function listReceiptsAt(
  db: Db,
  rooms: readonly { roomNid: number; eventIds: readonly string[] }[],
  range: { viewer: string; limit: number },
): Promise<Omit<ReceiptRow, 'eventPosition' | 'notifyOrdinal'>[]> {
  const roomNids = rooms.map((room) => room.roomNid)
  const eventIds = rooms.flatMap((room) => room.eventIds)
  const rows = await sql<Omit<ReceiptRow, 'eventPosition' | 'notifyOrdinal'>>`
    SELECT c.room_nid AS "roomNid", c.user_id AS "userId", c.type, c.thread_id AS "threadId",
      c.event_id AS "eventId", c.at_ms AS "atMs"
    FROM unnest(${roomNids}::int4[]) r (room_nid) CROSS JOIN LATERAL (
      SELECT * FROM receipt WHERE receipt.room_nid = r.room_nid
        AND (receipt.user_id = ${range.viewer} OR (receipt.type = 'm.read' AND receipt.event_id = ANY(${eventIds}::text[])))
      ORDER BY receipt.user_id = ${range.viewer} DESC, receipt.position DESC LIMIT ${range.limit}) c`.execute(db)
  return rows.rows
}

/** Forgets where events counted differently for a user, up to what they have read: of everything, or of one thread. */
export async function deletePushExceptions(
  db: Db,
  read: Pick<ReceiptRow, 'userId' | 'roomNid' | 'threadId' | 'eventPosition'>,
): Promise<void> {
  const { userId, roomNid, threadId, eventPosition } = read
  const thread = threadId === 'main' ? null : threadId
  await sql`DELETE FROM push_exception WHERE user_id = ${userId} AND room_nid = ${roomNid} AND position <= ${eventPosition}
    AND (${threadId} = '' OR thread_id IS NOT DISTINCT FROM ${thread})`.execute(db)
}
