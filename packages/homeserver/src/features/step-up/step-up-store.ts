// SQL of step-up.
import type { Db } from '../../db/pool.ts'

/** A device that waits for a touch. */
export interface Ticket {
  ticket: string
  userId: string
  userNid: number
  deviceNid: number
  deviceId: string
  displayName: string | undefined
  lastSeenIp: string | undefined
  act: string
  expiresAtMs: number
}

/** A touch of a passkey. */
export interface Touch {
  touchedAtMs: number
  /** The passkey cannot leave its authenticator. */
  isBound: boolean
}

/** When a device was last touched for, and by what. */
export async function findTouch(db: Db, deviceNid: number): Promise<Touch | undefined> {
  const row = await db.selectFrom('step_up').select(['touched_at_ms', 'is_bound']).where('device_nid', '=', deviceNid).executeTakeFirst()
  return row === undefined ? undefined : { touchedAtMs: row.touched_at_ms, isBound: row.is_bound }
}

/** Notes a touch. */
export async function setTouch(db: Db, deviceNid: number, { touchedAtMs, isBound }: Touch): Promise<void> {
  const values = { touched_at_ms: touchedAtMs, is_bound: isBound }
  await db
    .insertInto('step_up')
    .values({ device_nid: deviceNid, ...values })
    .onConflict((conflict) => conflict.column('device_nid').doUpdateSet(values))
    .execute()
}

/**
 * The ticket of a device for an act: the one there is, as long as it is good for a while, so that a client that asks
 * again does not break the page that is open; else `wish`.
 */
export async function upsertTicket(db: Db, wish: { ticket: string; deviceNid: number; act: string; expiresAtMs: number }, goodUntilMs: number): Promise<string> {
  const known = await db
    .selectFrom('step_up_ticket')
    .select('ticket')
    .where('device_nid', '=', wish.deviceNid)
    .where('act', '=', wish.act)
    .where('expires_at_ms', '>', goodUntilMs)
    .executeTakeFirst()
  if (known !== undefined) return known.ticket
  const fresh = { ticket: wish.ticket, expires_at_ms: wish.expiresAtMs }
  await db
    .insertInto('step_up_ticket')
    .values({ ...fresh, device_nid: wish.deviceNid, act: wish.act })
    .onConflict((conflict) => conflict.columns(['device_nid', 'act']).doUpdateSet(fresh))
    .execute()
  return wish.ticket
}

/** The device behind a ticket. */
export async function findTicket(db: Db, ticket: string): Promise<Ticket | undefined> {
  const row = await db
    .selectFrom('step_up_ticket')
    .innerJoin('device', 'device.device_nid', 'step_up_ticket.device_nid')
    .innerJoin('account', 'account.user_nid', 'device.user_nid')
    .select(['ticket', 'account.user_id', 'account.user_nid', 'device.device_nid', 'device.device_id'])
    .select(['device.display_name', 'device.last_seen_ip', 'act', 'expires_at_ms'])
    .where('ticket', '=', ticket)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    ticket: row.ticket,
    userId: row.user_id,
    userNid: row.user_nid,
    deviceNid: row.device_nid,
    deviceId: row.device_id,
    displayName: row.display_name ?? undefined,
    lastSeenIp: row.last_seen_ip ?? undefined,
    act: row.act,
    expiresAtMs: row.expires_at_ms,
  }
}
