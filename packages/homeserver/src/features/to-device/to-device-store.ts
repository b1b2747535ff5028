// SQL of messages to devices.
import type { AccountState } from '@chappe/policy'
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A device that may be sent to. */
export interface DeviceAddress {
  userId: string
  deviceId: string
  deviceNid: number
}

/** A request to send, resolved to devices. */
export interface Delivery {
  position: number
  senderNid: number
  eventType: string
  txnId: string
  nowMs: number
  /** One device each, with its own event. */
  single: readonly { deviceNid: number; event: string }[]
  /** Several devices each, with one event. */
  shared: readonly { deviceNids: readonly number[]; event: string }[]
}

/** A message that waits for a device. */
export interface WaitingMessage {
  position: number
  event: string
}

const KEYED = statesThatAre('isKeyed')

/** Every device of the users; who is stopped is sent nothing. */
export async function listAddresses(db: Db, userIds: readonly string[]): Promise<DeviceAddress[]> {
  const rows = await db
    .selectFrom('account')
    .innerJoin('device', 'device.user_nid', 'account.user_nid')
    .select(['account.user_id', 'device.device_id', 'device.device_nid'])
    .where('account.user_id', '=', sql<string>`any(${userIds}::text[])`)
    .where('account.state', '=', sql<AccountState>`any(${KEYED}::text[])`)
    .orderBy('device.device_nid')
    .execute()
  return rows.map((row) => ({ userId: row.user_id, deviceId: row.device_id, deviceNid: row.device_nid }))
}

/** The numbers of accounts. */
export async function listAccountNids(db: Db, userIds: readonly string[]): Promise<{ userId: string; userNid: number }[]> {
  const rows = await db.selectFrom('account').select(['user_id', 'user_nid']).where('user_id', '=', sql<string>`any(${userIds}::text[])`).execute()
  return rows.map((row) => ({ userId: row.user_id, userNid: row.user_nid }))
}

/** Whether a request was carried out before. */
export async function isDone(db: Db, senderNid: number, eventType: string, txnId: string): Promise<boolean> {
  const row = await db
    .selectFrom('to_device_transaction')
    .select('device_nid')
    .where('device_nid', '=', senderNid)
    .where('event_type', '=', eventType)
    .where('txn_id', '=', txnId)
    .executeTakeFirst()
  return row !== undefined
}

/** Stores a request's messages with its transaction id in one statement; false when it was carried out before. */
export async function deliver(db: Db, delivery: Delivery): Promise<boolean> {
  const { position, senderNid, eventType, txnId, nowMs, single, shared } = delivery
  const copies = shared.flatMap((each, index) => each.deviceNids.map((deviceNid) => ({ deviceNid, index })))
  const result = await sql`
    WITH once AS (
      INSERT INTO to_device_transaction (device_nid, event_type, txn_id, created_at_ms)
      VALUES (${senderNid}, ${eventType}, ${txnId}, ${nowMs})
      ON CONFLICT DO NOTHING RETURNING 1
    ), shared_event AS (
      INSERT INTO to_device_shared (position, shared, event, pending)
      SELECT ${position}::bigint, s.shared, s.event, s.pending
      FROM unnest(${shared.map((_, index) => index)}::smallint[], ${shared.map((each) => each.event)}::text[],
        ${shared.map((each) => each.deviceNids.length)}::int[]) AS s (shared, event, pending), once
    ), message AS (
      INSERT INTO to_device_message (device_nid, position, event, shared)
      SELECT m.device_nid, ${position}::bigint, m.event, m.shared
      FROM (
        SELECT device_nid, event, NULL::smallint AS shared
        FROM unnest(${single.map((each) => each.deviceNid)}::int[], ${single.map((each) => each.event)}::text[]) AS t (device_nid, event)
        UNION ALL
        SELECT device_nid, NULL, shared
        FROM unnest(${copies.map((each) => each.deviceNid)}::int[], ${copies.map((each) => each.index)}::smallint[]) AS t (device_nid, shared)
      ) m, once
    )
    SELECT 1 FROM once
  `.execute(db)
  return result.rows.length > 0
}

/** Messages for a device in (from, to], in order of arrival. */
export async function listMessages(
  db: Db,
  range: { deviceNid: number; from: number; to: number; limit: number },
): Promise<WaitingMessage[]> {
  const result = await sql<WaitingMessage>`
    SELECT m.position, coalesce(m.event, s.event) AS event
    FROM to_device_message m
    LEFT JOIN to_device_shared s ON m.shared IS NOT NULL AND s.position = m.position AND s.shared = m.shared
    WHERE m.device_nid = ${range.deviceNid} AND m.position > ${range.from} AND m.position <= ${range.to}
    ORDER BY m.position LIMIT ${range.limit}
  `.execute(db)
  return result.rows
}

/** Removes a device's messages up to a position, and shared events that nobody waits for any more. */
export async function deleteMessages(tx: Tx, deviceNid: number, upTo: number): Promise<void> {
  const deleted = await tx
    .deleteFrom('to_device_message')
    .where('device_nid', '=', deviceNid)
    .where('position', '<=', upTo)
    .returning(['position', 'shared'])
    .execute()
  const shared = deleted.filter((row) => row.shared !== null)
  if (shared.length === 0) return
  const keys = sql`unnest(${shared.map((row) => row.position)}::bigint[], ${shared.map((row) => row.shared)}::smallint[]) AS k (position, shared)`
  // In the order of the key: two devices that confirm the same messages do not wait for each other in a circle.
  await sql`
    WITH mine AS MATERIALIZED (
      SELECT s.position, s.shared FROM to_device_shared s JOIN ${keys} ON s.position = k.position AND s.shared = k.shared
      ORDER BY s.position, s.shared FOR UPDATE OF s
    )
    UPDATE to_device_shared s SET pending = s.pending - 1 FROM mine
    WHERE s.position = mine.position AND s.shared = mine.shared
  `.execute(tx)
  await sql`
    DELETE FROM to_device_shared s USING ${keys}
    WHERE s.position = k.position AND s.shared = k.shared AND s.pending <= 0
  `.execute(tx)
}

/** Removes what is kept of a device that is gone. */
export async function deleteTransactions(tx: Tx, deviceNid: number): Promise<void> {
  await tx.deleteFrom('to_device_transaction').where('device_nid', '=', deviceNid).execute()
}

/** Forgets requests from before a time, at most `limit` of them. */
export async function deleteOldTransactions(db: Db, beforeMs: number, limit: number): Promise<void> {
  await sql`
    DELETE FROM to_device_transaction WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM to_device_transaction WHERE created_at_ms < ${beforeMs} ORDER BY created_at_ms LIMIT ${limit}
    ))
  `.execute(db)
}
