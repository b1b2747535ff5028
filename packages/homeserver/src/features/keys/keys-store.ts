// SQL of device keys, one-time keys and fallback keys.
import type { AccountState } from '@chappe/policy'
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** Identity keys as they are stored. */
export interface StoredDeviceKey {
  body: string
  signatures: string
}

/** A device of a user who was asked about; without a key where the device has none, or the user has no device. */
export interface DeviceRow {
  userId: string
  deviceId: string | null
  displayName: string | null
  body: string | null
  signatures: string | null
}

/** A one-time or fallback key. */
export interface KeyRow {
  keyId: string
  body: string
}

/** A device and the algorithm of the key that is wanted of it. */
export interface Claim {
  userId: string
  deviceId: string
  algorithm: string
}

/** A key that was given out. */
export interface ClaimedKey extends Claim, KeyRow {
  deviceNid: number
}

/** The states whose accounts have devices in the eyes of others. */
const KEYED = statesThatAre('isKeyed')

/** Lets one upload of a device go on at a time. */
export async function lockDevice(tx: Tx, deviceNid: number): Promise<void> {
  await tx.selectFrom('device').select('device_nid').where('device_nid', '=', deviceNid).forNoKeyUpdate().execute()
}

/** The identity keys of a device. */
export async function findDeviceKey(db: Db | Tx, deviceNid: number): Promise<StoredDeviceKey | undefined> {
  return db.selectFrom('device_key').select(['body', 'signatures']).where('device_nid', '=', deviceNid).executeTakeFirst()
}

/** Stores or replaces the identity keys of a device. */
export async function upsertDeviceKey(tx: Tx, deviceNid: number, key: StoredDeviceKey): Promise<void> {
  await tx
    .insertInto('device_key')
    .values({ device_nid: deviceNid, ...key })
    .onConflict((conflict) => conflict.column('device_nid').doUpdateSet(key))
    .execute()
}

/** Every device of the users, with its keys; one row without a device for a user who has none, or is stopped. */
export async function listDevices(db: Db, userIds: readonly string[]): Promise<DeviceRow[]> {
  const rows = await db
    .selectFrom('account')
    .leftJoin('device', (join) =>
      join.onRef('device.user_nid', '=', 'account.user_nid').on('account.state', '=', sql<AccountState>`any(${KEYED}::text[])`),
    )
    .leftJoin('device_key', 'device_key.device_nid', 'device.device_nid')
    .select(['account.user_id', 'device.device_id', 'device.display_name', 'device_key.body', 'device_key.signatures'])
    .where('account.user_id', '=', sql<string>`any(${userIds}::text[])`)
    .orderBy('device.device_nid')
    .execute()
  return rows.map((row) => ({
    userId: row.user_id,
    deviceId: row.device_id,
    displayName: row.display_name,
    body: row.body,
    signatures: row.signatures,
  }))
}

/** The device ids of one user. */
export async function listDeviceIds(db: Db | Tx, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('device')
    .innerJoin('account', 'account.user_nid', 'device.user_nid')
    .select('device.device_id')
    .where('account.user_id', '=', userId)
    .execute()
  return rows.map((row) => row.device_id)
}

/** The one-time keys of a device, also those given out lately. */
export async function listOneTimeKeys(tx: Tx, deviceNid: number, algorithm: string): Promise<(KeyRow & { taken: boolean })[]> {
  const rows = await tx
    .selectFrom('one_time_key_batch')
    .select(['keys', 'ends', 'taken'])
    .where('device_nid', '=', deviceNid)
    .where('algorithm', '=', algorithm)
    .execute()
  return rows.flatMap(({ keys, ends, taken }) =>
    ends.map((end, index) => ({ ...unpackKey(keys.subarray(ends[index - 1] ?? 0, end)), taken: index < taken })),
  )
}

/** How many batches that are used up are kept, so that a late repetition of their upload is recognised. */
const SPENT_BATCHES_KEPT = 2

/** Stores the keys of one upload as one batch behind the earlier ones, and drops batches spent long ago. */
export async function insertOneTimeKeys(tx: Tx, deviceNid: number, algorithm: string, keys: readonly KeyRow[]): Promise<void> {
  await sql`
    DELETE FROM one_time_key_batch WHERE (device_nid, algorithm, batch) IN (
      SELECT device_nid, algorithm, batch FROM one_time_key_batch
      WHERE device_nid = ${deviceNid} AND algorithm = ${algorithm} AND taken = size
      ORDER BY batch DESC OFFSET ${SPENT_BATCHES_KEPT}
    )
  `.execute(tx)
  const packed = keys.map(packKey)
  let end = 0
  const ends = packed.map((each) => (end += each.byteLength))
  await tx
    .insertInto('one_time_key_batch')
    .values({ device_nid: deviceNid, algorithm, keys: Buffer.concat(packed), ends, size: keys.length })
    .execute()
}

/** Neither key ids nor JSON hold a zero byte. */
function packKey(key: KeyRow): Buffer {
  return Buffer.from(`${key.keyId}\0${key.body}`)
}

function unpackKey(packed: Buffer): KeyRow {
  const zero = packed.indexOf(0)
  return { keyId: packed.toString('utf8', 0, zero), body: packed.toString('utf8', zero + 1) }
}

/** How many one-time keys of each algorithm are left; algorithms without any may be missing or zero. */
export async function countOneTimeKeys(db: Db | Tx, deviceNid: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('one_time_key_batch')
    .select(['algorithm', sql<number>`sum(size - taken)::int`.as('left')])
    .where('device_nid', '=', deviceNid)
    .groupBy('algorithm')
    .execute()
  return new Map(rows.map((row) => [row.algorithm, row.left]))
}

/** Stores a fallback key in place of the one of its algorithm; the same key again keeps its mark. */
export async function upsertFallbackKey(tx: Tx, deviceNid: number, key: KeyRow & { algorithm: string }): Promise<void> {
  await sql`
    INSERT INTO fallback_key (device_nid, algorithm, key_id, body)
    VALUES (${deviceNid}, ${key.algorithm}, ${key.keyId}, ${key.body})
    ON CONFLICT (device_nid, algorithm) DO UPDATE
      SET key_id = excluded.key_id, body = excluded.body, used = false
      WHERE (fallback_key.key_id, fallback_key.body) IS DISTINCT FROM (excluded.key_id, excluded.body)
  `.execute(tx)
}

/** The algorithms whose fallback key nobody was given yet. */
export async function listUnusedFallbackAlgorithms(db: Db, deviceNid: number): Promise<string[]> {
  const rows = await db
    .selectFrom('fallback_key')
    .select('algorithm')
    .where('device_nid', '=', deviceNid)
    .where('used', '=', false)
    .orderBy('algorithm')
    .execute()
  return rows.map((row) => row.algorithm)
}

/**
 * Takes one one-time key for each claim, oldest upload first, in one statement. Each key is given out once: the row
 * lock makes a claim that comes second wait and take the next one. Devices are locked in one order, so that two claims
 * of many devices do not wait for each other in a circle.
 */
export async function claimOneTimeKeys(db: Db, claims: readonly Claim[]): Promise<ClaimedKey[]> {
  const result = await sql<ClaimedRow & { key: Buffer }>`
    WITH target AS MATERIALIZED (
      SELECT w.user_id, w.device_id, w.algorithm, d.device_nid
      FROM ${claimRows(claims)}
      JOIN account a ON a.user_id = w.user_id AND a.state = ANY(${KEYED}::text[])
      JOIN device d ON d.user_nid = a.user_nid AND d.device_id = w.device_id
      ORDER BY d.device_nid, w.algorithm
    ), picked AS MATERIALIZED (
      SELECT t.*, b.batch FROM target t CROSS JOIN LATERAL (
        SELECT o.batch FROM one_time_key_batch o
        WHERE o.device_nid = t.device_nid AND o.algorithm = t.algorithm AND o.taken < o.size
        ORDER BY o.batch LIMIT 1 FOR NO KEY UPDATE
      ) b
    )
    UPDATE one_time_key_batch o SET taken = o.taken + 1
    FROM picked p
    WHERE o.device_nid = p.device_nid AND o.algorithm = p.algorithm AND o.batch = p.batch AND o.taken < o.size
    RETURNING p.user_id, p.device_id, p.algorithm, p.device_nid, substring(o.keys
      FROM coalesce(o.ends[o.taken - 1], 0) + 1 FOR o.ends[o.taken] - coalesce(o.ends[o.taken - 1], 0)) AS key
  `.execute(db)
  return result.rows.map((row) => claimedOf(row, unpackKey(row.key)))
}

/** The fallback keys for claims that found no one-time key, marked used. */
export async function claimFallbackKeys(db: Db, claims: readonly Claim[]): Promise<ClaimedKey[]> {
  const result = await sql<ClaimedRow & { key_id: string; body: string; used: boolean }>`
    SELECT w.user_id, w.device_id, w.algorithm, d.device_nid, f.key_id, f.body, f.used
    FROM ${claimRows(claims)}
    JOIN account a ON a.user_id = w.user_id AND a.state = ANY(${KEYED}::text[])
    JOIN device d ON d.user_nid = a.user_nid AND d.device_id = w.device_id
    JOIN fallback_key f ON f.device_nid = d.device_nid AND f.algorithm = w.algorithm
  `.execute(db)
  const fresh = result.rows.filter((row) => !row.used)
  if (fresh.length > 0) {
    await sql`
      UPDATE fallback_key f SET used = true
      FROM unnest(${fresh.map((row) => row.device_nid)}::int[], ${fresh.map((row) => row.algorithm)}::text[],
        ${fresh.map((row) => row.key_id)}::text[]) AS w (device_nid, algorithm, key_id)
      WHERE f.device_nid = w.device_nid AND f.algorithm = w.algorithm AND f.key_id = w.key_id
    `.execute(db)
  }
  return result.rows.map((row) => claimedOf(row, { keyId: row.key_id, body: row.body }))
}

/** Removes every key of a device. */
export async function deleteDeviceKeys(tx: Tx, deviceNid: number): Promise<void> {
  await tx.deleteFrom('device_key').where('device_nid', '=', deviceNid).execute()
  await tx.deleteFrom('one_time_key_batch').where('device_nid', '=', deviceNid).execute()
  await tx.deleteFrom('fallback_key').where('device_nid', '=', deviceNid).execute()
}

interface ClaimedRow {
  user_id: string
  device_id: string
  algorithm: string
  device_nid: number
}

function claimRows(claims: readonly Claim[]) {
  return sql`unnest(${claims.map((each) => each.userId)}::text[], ${claims.map((each) => each.deviceId)}::text[],
    ${claims.map((each) => each.algorithm)}::text[]) AS w (user_id, device_id, algorithm)`
}

function claimedOf(row: ClaimedRow, key: KeyRow): ClaimedKey {
  const { user_id: userId, device_id: deviceId, algorithm, device_nid: deviceNid } = row
  return { userId, deviceId, algorithm, deviceNid, ...key }
}

/** How many devices of a user have keys. */
export async function countKeyedDevices(tx: Tx, userId: string): Promise<number> {
  const result = await sql<{ count: number }>`SELECT count(*)::int AS count FROM account a JOIN device d USING (user_nid)
    JOIN device_key k USING (device_nid) WHERE a.user_id = ${userId}`.execute(tx)
  return result.rows[0]?.count ?? 0
}
