// SQL of events that are sent later.
import { reachOf } from '@chappe/policy'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { DelayedEventTable } from './delayed-events-tables.ts'

/** Where a delayed event stands; `sending` is a moment, and a start that finds it sends again. */
export type DelayState = 'scheduled' | 'sending' | 'sent' | 'cancelled' | 'failed'

/** An event that is, or was, to be sent later. */
export interface DelayedEvent {
  delayId: string
  userId: string
  userNid: number
  deviceNid: number
  roomId: string
  type: string
  stateKey: string | undefined
  txnId: string | undefined
  /** JSON text. */
  content: string
  attach: readonly string[] | undefined
  delayMs: number
  sinceMs: number
  dueAtMs: number
  state: DelayState
  byAction: boolean
  finalisedAtMs: number | undefined
  eventId: string | undefined
  /** JSON text. */
  error: string | undefined
}

/** A new one. */
export type NewDelayedEvent = Omit<DelayedEvent, 'state' | 'byAction' | 'finalisedAtMs' | 'eventId' | 'error'>

/** Schedules an event; gives back its id, or that of the one which the same transaction scheduled before. */
export async function insertDelayedEvent(tx: Tx, event: NewDelayedEvent): Promise<string> {
  const row = await tx
    .insertInto('delayed_event')
    .values({
      delay_id: event.delayId,
      user_id: event.userId,
      user_nid: event.userNid,
      device_nid: event.deviceNid,
      room_id: event.roomId,
      type: event.type,
      state_key: event.stateKey ?? null,
      txn_id: event.txnId ?? null,
      content: event.content,
      attach_media: event.attach === undefined ? null : [...event.attach],
      delay_ms: event.delayMs,
      since_ms: event.sinceMs,
      due_at_ms: event.dueAtMs,
    })
    .onConflict((conflict) =>
      conflict.columns(['device_nid', 'room_id', 'type', 'txn_id']).where('txn_id', 'is not', null).doUpdateSet({ type: event.type }),
    )
    .returning('delay_id')
    .executeTakeFirstOrThrow()
  return row.delay_id
}

/** How many a user has scheduled, and when the next of them is due. Locks the account, so that the count holds. */
export async function countScheduled(tx: Tx, user: { userId: string; userNid: number }): Promise<{ count: number; nextDueAtMs: number }> {
  await sql`SELECT 1 FROM account WHERE user_nid = ${user.userNid} FOR NO KEY UPDATE`.execute(tx)
  const rows = await sql<{ count: number; nextDueAtMs: number }>`SELECT count(*)::int AS count,
      coalesce(min(due_at_ms), 0) AS "nextDueAtMs"
    FROM delayed_event WHERE user_id = ${user.userId} AND state IN ('scheduled', 'sending')`.execute(tx)
  return rows.rows[0] ?? { count: 0, nextDueAtMs: 0 }
}

/** Forgets all but the newest of a user's that are over. */
export async function deleteOldFinalised(tx: Tx, userId: string, keep: number): Promise<void> {
  await sql`DELETE FROM delayed_event WHERE delay_id IN (SELECT delay_id FROM delayed_event
    WHERE user_id = ${userId} AND state IN ('sent', 'cancelled', 'failed') ORDER BY finalised_at_ms DESC OFFSET ${keep})`.execute(tx)
}

/** Forgets what was over before a time. */
export async function deleteFinalisedBefore(db: Db, beforeMs: number): Promise<void> {
  await db.deleteFrom('delayed_event').where('finalised_at_ms', '<', beforeMs).execute()
}

/** One by its id. */
export async function findDelayedEvent(db: Db, delayId: string): Promise<DelayedEvent | undefined> {
  const row = await db.selectFrom('delayed_event').selectAll().where('delay_id', '=', delayId).executeTakeFirst()
  return row === undefined ? undefined : delayedEventOf(row)
}

/** A page of a user's, the next due first. */
export async function listDelayedEvents(
  db: Db,
  query: { userId: string; states: readonly DelayState[]; delayIds: readonly string[] | undefined; offset: number; limit: number },
): Promise<DelayedEvent[]> {
  let rows = db
    .selectFrom('delayed_event')
    .selectAll()
    .where('user_id', '=', query.userId)
    .where('state', 'in', query.states)
  if (query.delayIds !== undefined) rows = rows.where('delay_id', 'in', query.delayIds)
  const page = await rows.orderBy('due_at_ms').orderBy('delay_id').offset(query.offset).limit(query.limit).execute()
  return page.map(delayedEventOf)
}

/** Starts the delay of a scheduled event anew; its new due time, or nothing when it is not scheduled (any more). */
export async function restartDelay(db: Db, delayId: string, nowMs: number): Promise<number | undefined> {
  const row = await db
    .updateTable('delayed_event')
    .set({ since_ms: nowMs, due_at_ms: sql<number>`${nowMs}::bigint + delay_ms` })
    .where('delay_id', '=', delayId)
    .where('state', '=', 'scheduled')
    .returning('due_at_ms')
    .executeTakeFirst()
  return row?.due_at_ms
}

/** Takes a scheduled event to send it, so that nobody else does; `dueBeforeMs`: only if it is due by then. */
export async function claimDelayedEvent(db: Db, delayId: string, dueBeforeMs?: number): Promise<DelayedEvent | undefined> {
  let update = db.updateTable('delayed_event').set({ state: 'sending' }).where('delay_id', '=', delayId).where('state', '=', 'scheduled')
  if (dueBeforeMs !== undefined) update = update.where('due_at_ms', '<=', dueBeforeMs)
  const row = await update.returningAll().executeTakeFirst()
  return row === undefined ? undefined : delayedEventOf(row)
}

/** Gives a claimed event back: it is sent when it is due, or again. */
export async function releaseDelayedEvent(db: Db, delayId: string): Promise<void> {
  await db.updateTable('delayed_event').set({ state: 'scheduled' }).where('delay_id', '=', delayId).where('state', '=', 'sending').execute()
}

/** Ends an event that stands in a state; whether it stood there. */
export async function finaliseDelayedEvent(
  db: Db,
  delayId: string,
  end: { from: DelayState; state: DelayState; byAction: boolean; atMs: number; eventId?: string; error?: string },
): Promise<boolean> {
  const result = await db
    .updateTable('delayed_event')
    .set({ state: end.state, by_action: end.byAction, finalised_at_ms: end.atMs, event_id: end.eventId ?? null, error: end.error ?? null })
    .where('delay_id', '=', delayId)
    .where('state', '=', end.from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** What is due, the longest due first. */
export async function listDueDelayed(db: Db, nowMs: number, limit: number): Promise<{ delayId: string; roomId: string }[]> {
  const rows = await sql<{ delayId: string; roomId: string }>`SELECT delay_id AS "delayId", room_id AS "roomId"
    FROM delayed_event WHERE state = 'scheduled' AND due_at_ms <= ${nowMs} ORDER BY due_at_ms LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** When the next one is due. */
export async function findNextDue(db: Db): Promise<number | undefined> {
  const rows = await sql<{ at: number | null }>`SELECT min(due_at_ms) AS at FROM delayed_event WHERE state = 'scheduled'`.execute(db)
  return rows.rows[0]?.at ?? undefined
}

/** After a start: what was being sent when the server stopped is sent again, under the same transaction. */
export async function releaseAllDelayed(db: Db): Promise<void> {
  await db.updateTable('delayed_event').set({ state: 'scheduled' }).where('state', '=', 'sending').execute()
}

/** Whether an account may still say something. */
export async function isAccountActive(db: Db, userNid: number): Promise<boolean> {
  const query = db.selectFrom('account').select(['state', 'is_suspended', 'is_locked', 'must_enrol']).where('user_nid', '=', userNid)
  const row = await query.executeTakeFirst()
  if (row === undefined) return false
  const { state, is_suspended: isSuspended, is_locked: isLocked, must_enrol: mustEnrol } = row
  return reachOf({ state, isSuspended, isLocked, mustEnrol }) === 'everything'
}

function delayedEventOf(row: Selectable<DelayedEventTable>): DelayedEvent {
  return {
    delayId: row.delay_id,
    userId: row.user_id,
    userNid: row.user_nid,
    deviceNid: row.device_nid,
    roomId: row.room_id,
    type: row.type,
    stateKey: row.state_key ?? undefined,
    txnId: row.txn_id ?? undefined,
    content: row.content,
    attach: row.attach_media ?? undefined,
    delayMs: row.delay_ms,
    sinceMs: row.since_ms,
    dueAtMs: row.due_at_ms,
    state: row.state as DelayState,
    byAction: row.by_action,
    finalisedAtMs: row.finalised_at_ms ?? undefined,
    eventId: row.event_id ?? undefined,
    error: row.error ?? undefined,
  }
}

/** Ends what a user has scheduled; gives back how many events that were. */
export async function cancelScheduledOf(tx: Tx, userId: string, atMs: number): Promise<number> {
  const result = await tx
    .updateTable('delayed_event')
    .set({ state: 'cancelled', by_action: false, finalised_at_ms: atMs })
    .where('user_id', '=', userId)
    .where('state', 'in', ['scheduled', 'sending'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
