// SQL of devices that ask to be let in by a code.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A device that asks. */
export interface DeviceGrant {
  deviceCodeHash: Buffer
  userCode: string
  clientId: string
  scope: string
  ip: string
  agent: string
  /** The number of the account whose passkey the device has shown. */
  shownBy: number | undefined
  dpopJkt: string | undefined
  isAllowed: boolean | undefined
  polledAtMs: number | undefined
  expiresAtMs: number
}

/** A device that has just asked. */
export type NewDeviceGrant = Omit<DeviceGrant, 'shownBy' | 'dpopJkt' | 'isAllowed' | 'polledAtMs'>

const COLUMNS = ['device_code_hash', 'user_code', 'client_id', 'scope', 'ip', 'agent', 'shown_by', 'dpop_jkt', 'is_allowed', 'polled_at_ms', 'expires_at_ms'] as const

/** Stores a device that asks; false where so many ask at once, or where its code is another one's. */
export async function insertDeviceGrant(db: Db, grant: NewDeviceGrant, max: number): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    INSERT INTO device_grant (device_code_hash, user_code, client_id, scope, ip, agent, expires_at_ms)
    SELECT ${grant.deviceCodeHash}, ${grant.userCode}, ${grant.clientId}, ${grant.scope}, ${grant.ip}, ${grant.agent}, ${grant.expiresAtMs}
    WHERE (SELECT count(*) FROM (SELECT 1 FROM device_grant LIMIT ${max}) AS asking) < ${max}
    ON CONFLICT DO NOTHING
    RETURNING 1 AS found`.execute(db)
  return rows.length === 1
}

/** A device by what it alone knows, or by what somebody types; nothing once its time is over. */
export async function findDeviceGrant(db: Db, by: { deviceCodeHash: Buffer } | { userCode: string }, now: number): Promise<DeviceGrant | undefined> {
  const query = db.selectFrom('device_grant').select(COLUMNS).where('expires_at_ms', '>', now)
  const row = await ('userCode' in by ? query.where('user_code', '=', by.userCode) : query.where('device_code_hash', '=', by.deviceCodeHash)).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    deviceCodeHash: row.device_code_hash,
    userCode: row.user_code,
    clientId: row.client_id,
    scope: row.scope,
    ip: row.ip,
    agent: row.agent,
    shownBy: row.shown_by ?? undefined,
    dpopJkt: row.dpop_jkt ?? undefined,
    isAllowed: row.is_allowed ?? undefined,
    polledAtMs: row.polled_at_ms ?? undefined,
    expiresAtMs: row.expires_at_ms,
  }
}

/** Notes whose passkey a device has shown, once. */
export async function setShownBy(db: Db, deviceCodeHash: Buffer, { userNid, dpopJkt }: { userNid: number; dpopJkt: string | undefined }): Promise<void> {
  const query = db.updateTable('device_grant').set({ shown_by: userNid, dpop_jkt: dpopJkt ?? null }).where('device_code_hash', '=', deviceCodeHash)
  await query.where('shown_by', 'is', null).execute()
}

/** Notes when a device has asked whether it is let in. */
export async function setPolled(db: Db, deviceCodeHash: Buffer, now: number): Promise<void> {
  await db.updateTable('device_grant').set({ polled_at_ms: now }).where('device_code_hash', '=', deviceCodeHash).execute()
}

/** Notes that a code was typed before its device had shown a passkey; false where that is known already. */
export async function setTypedEarly(db: Db, userCode: string): Promise<boolean> {
  const query = db.updateTable('device_grant').set({ is_typed_early: true }).where('user_code', '=', userCode).where('is_typed_early', '=', false)
  return (await query.returning('user_code').executeTakeFirst()) !== undefined
}

/** Stores what the owner of the passkey has decided, once; false where there is nothing of theirs to decide. */
export async function setDecision(db: Db, decision: { userCode: string; userNid: number; isAllowed: boolean; now: number }): Promise<boolean> {
  const row = await db
    .updateTable('device_grant')
    .set({ is_allowed: decision.isAllowed })
    .where('user_code', '=', decision.userCode)
    .where('shown_by', '=', decision.userNid)
    .where('is_allowed', 'is', null)
    .where('expires_at_ms', '>', decision.now)
    .returning('user_code')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes a device that was let in: whoever asks again finds nothing. Gives back the user id of whose passkey it has shown. */
export async function takeAllowedGrant(db: Db, deviceCodeHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    DELETE FROM device_grant USING account
    WHERE device_code_hash = ${deviceCodeHash} AND is_allowed AND account.user_nid = shown_by
    RETURNING account.user_id`.execute(db)
  return rows[0]?.user_id
}

/** Takes a device away that will not be let in. */
export async function deleteDeviceGrant(db: Db, deviceCodeHash: Buffer): Promise<void> {
  await db.deleteFrom('device_grant').where('device_code_hash', '=', deviceCodeHash).execute()
}

/** Takes away what has expired. */
export async function deleteExpiredDeviceGrants(db: Db, now: number): Promise<void> {
  await db.deleteFrom('device_grant').where('expires_at_ms', '<=', now).execute()
}
