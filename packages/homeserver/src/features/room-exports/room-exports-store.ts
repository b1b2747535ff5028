// SQL of conversations that were taken along.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** An export, as it was said before it was made. */
export interface NewExport {
  actionNid: number
  atMs: number
  userNid: number
  deviceNid: number
  roomId: string
  format: string
  withFiles: boolean
  fromMs: number | null
  toMs: number | null
}

/** How much an export was, as the messenger said. */
export interface Taken {
  messages: number
  files: number
  bytes: number
}

/** An export as it is on record. */
export interface StoredExport extends NewExport {
  exportNid: number
  /** Null: the account is gone. */
  userId: string | null
  deviceId: string | null
  /** Null each: nothing was said. */
  messages: number | null
  files: number | null
  bytes: number | null
}

/** Which exports. */
export interface ExportFilter {
  userId?: string | undefined
  roomId?: string | undefined
  fromMs?: number | undefined
  /** Not included. */
  toMs?: number | undefined
}

/** Writes an export down; gives back its number. */
export async function insertExport(db: Db, made: NewExport): Promise<number> {
  const row = await db
    .insertInto('room_export')
    .values({
      action_nid: made.actionNid,
      at_ms: made.atMs,
      user_nid: made.userNid,
      device_nid: made.deviceNid,
      room_id: made.roomId,
      format: made.format,
      with_files: made.withFiles,
      from_ms: made.fromMs,
      to_ms: made.toMs,
    })
    .returning('export_nid')
    .executeTakeFirstOrThrow()
  return row.export_nid
}

/** Writes down how much an export of a device was, where nothing was said so far; gives back whether there is one, declared since then. */
export async function setTaken(db: Db, which: { exportNid: number; roomId: string; userNid: number; deviceNid: number; sinceMs: number }, said: Taken & { atMs: number }): Promise<boolean> {
  const { rows } = await sql`UPDATE room_export SET said_at_ms = coalesce(said_at_ms, ${said.atMs}::bigint), message_count = coalesce(message_count, ${said.messages}::integer),
      file_count = coalesce(file_count, ${said.files}::integer), byte_count = coalesce(byte_count, ${said.bytes}::bigint)
    WHERE export_nid = ${which.exportNid} AND room_id = ${which.roomId} AND user_nid = ${which.userNid} AND device_nid = ${which.deviceNid}
      AND at_ms >= ${which.sinceMs} RETURNING 1`.execute(db)
  return rows.length === 1
}

/**
 * The acts by which somebody has exported something, and of which the list has nothing any more: they are on record in two
 * places, of which neither is the list.
 */
export async function listRemoved(db: Db, operation: string, limit: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`SELECT number FROM (
      SELECT number FROM ledger_act WHERE source = 'admin' AND operation = ${operation} AND is_end AND body::json->>'outcome' = 'done'
      UNION SELECT action_nid FROM admin_action WHERE operation = ${operation} AND outcome = 'done') acts
    WHERE NOT EXISTS (SELECT 1 FROM room_export x WHERE x.action_nid = acts.number) ORDER BY number DESC LIMIT ${limit}`.execute(db)
  return rows.map(({ number }) => number)
}

/** Exports, newest first. */
export async function listExports(
  db: Db,
  { userId = null, roomId = null, fromMs = null, toMs = null }: { [Key in keyof ExportFilter]: ExportFilter[Key] | null },
  page: { from: number; limit: number },
): Promise<StoredExport[]> {
  const { rows } = await sql<StoredExport>`SELECT x.export_nid AS "exportNid", x.action_nid AS "actionNid", x.at_ms AS "atMs", x.user_nid AS "userNid",
      x.device_nid AS "deviceNid", a.user_id AS "userId", coalesce(d.device_id, p.device_id) AS "deviceId", x.room_id AS "roomId", x.format,
      x.with_files AS "withFiles", x.from_ms AS "fromMs", x.to_ms AS "toMs", x.message_count AS messages, x.file_count AS files, x.byte_count AS bytes
    FROM room_export x LEFT JOIN account a USING (user_nid) LEFT JOIN device d ON d.device_nid = x.device_nid LEFT JOIN past_device p ON p.device_nid = x.device_nid
    WHERE (${page.from}::bigint = 0 OR x.export_nid < ${page.from}::bigint) AND (${roomId}::text IS NULL OR x.room_id = ${roomId}::text)
      AND (${userId}::text IS NULL OR x.user_nid = (SELECT user_nid FROM account WHERE user_id = ${userId}::text))
      AND (${fromMs}::bigint IS NULL OR x.at_ms >= ${fromMs}::bigint) AND (${toMs}::bigint IS NULL OR x.at_ms < ${toMs}::bigint)
    ORDER BY x.export_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows
}
