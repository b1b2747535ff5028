// SQL of pairings. A code comes here only as the hash of what it was made into for the server.
import { sql } from 'kysely'
import type { Tx } from '../../db/pool.ts'
import type { PairingState } from './pairing-tables.ts'

/** What a device says of its keys, to be checked by the other one under the code. */
export interface Claim {
  deviceKey: string
  masterKey: string
  proof: string
}

/** A pairing that begins. */
export interface NewPairing extends Claim {
  tokenHash: Buffer
  userNid: number
  deviceNid: number
  byWaiting: boolean
  madeAtMs: number
  expiresAtMs: number
}

/** A pairing. */
export interface Pairing extends NewPairing {
  /** Whose it is. */
  userId: string
  /** The device that has read the code, and what it said of itself where it waits. */
  otherNid: number | undefined
  otherClaim: Claim | undefined
  state: PairingState
  reason: string | undefined
}

/** A device of a pairing, as the other one shows it. */
export interface PairedDevice {
  deviceNid: number
  deviceId: string
  displayName: string | undefined
  lastSeenIp: string | undefined
  waitsSinceMs: number | undefined
}

/** The keys of a device and of its account as this server has them; empty where it has none. */
export interface KnownKeys {
  deviceKey: string
  masterKey: string
}

/** Ends what a device shows or has read, takes away what nobody asks for any more, and stores a pairing; false where its code is known. */
export async function insertPairing(tx: Tx, pairing: NewPairing, keptFromMs: number): Promise<boolean> {
  await tx.deleteFrom('device_pairing').where('made_at_ms', '<', keptFromMs).execute()
  await endPairingsOfDevice(tx, pairing.deviceNid)
  const { rows } = await sql<{ found: number }>`
    INSERT INTO device_pairing (token_hash, user_nid, device_nid, by_waiting, device_key, master_key, proof, state, made_at_ms, expires_at_ms)
    VALUES (${pairing.tokenHash}, ${pairing.userNid}, ${pairing.deviceNid}, ${pairing.byWaiting}, ${pairing.deviceKey}, ${pairing.masterKey}, ${pairing.proof}, 'open', ${pairing.madeAtMs}, ${pairing.expiresAtMs})
    ON CONFLICT DO NOTHING RETURNING 1 AS found`.execute(tx)
  return rows.length === 1
}

/** Ends the codes that a device shows. */
export async function endPairingsOfDevice(tx: Tx, deviceNid: number): Promise<void> {
  await tx.updateTable('device_pairing').set({ state: 'ended', reason: 'closed' }).where('device_nid', '=', deviceNid).where('state', 'in', ['open', 'met']).execute()
}

/** The pairing of a code; within a transaction nobody else changes it meanwhile. */
export async function findPairing(tx: Tx, tokenHash: Buffer): Promise<Pairing | undefined> {
  const row = await pairings(tx).where('token_hash', '=', tokenHash).forUpdate('device_pairing').executeTakeFirst()
  return row === undefined ? undefined : toPairing(row)
}

/** The code that a device shows at this moment, for which it was touched. */
export async function findShownBy(tx: Tx, deviceNid: number, nowMs: number): Promise<Pairing | undefined> {
  const row = await pairings(tx)
    .where('device_nid', '=', deviceNid)
    .where('by_waiting', '=', true)
    .where('device_pairing.state', '=', 'open')
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst()
  return row === undefined ? undefined : toPairing(row)
}

/** Notes which device has read a code, and what it says of itself. */
export async function setMet(tx: Tx, tokenHash: Buffer, other: { deviceNid: number; claim?: Claim }): Promise<void> {
  await tx
    .updateTable('device_pairing')
    .set({ state: 'met', other_nid: other.deviceNid, other_key: other.claim?.deviceKey ?? null, other_master_key: other.claim?.masterKey ?? null, other_proof: other.claim?.proof ?? null })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** Notes how a pairing has ended. */
export async function setEnd(tx: Tx, tokenHash: Buffer, end: { state: 'accepted' } | { state: 'ended'; reason: string }): Promise<void> {
  await tx
    .updateTable('device_pairing')
    .set({ state: end.state, reason: 'reason' in end ? end.reason : null })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** A device. */
export async function findPairedDevice(tx: Tx, deviceNid: number): Promise<PairedDevice | undefined> {
  const row = await tx.selectFrom('device').select(['device_id', 'display_name', 'last_seen_ip', 'on_probation_since_ms']).where('device_nid', '=', deviceNid).executeTakeFirst()
  if (row === undefined) return undefined
  return { deviceNid, deviceId: row.device_id, displayName: row.display_name ?? undefined, lastSeenIp: row.last_seen_ip ?? undefined, waitsSinceMs: row.on_probation_since_ms ?? undefined }
}

/** The keys of a device and of its account as they stand. */
export async function findKnownKeys(tx: Tx, { userId, deviceNid }: { userId: string; deviceNid: number }): Promise<KnownKeys> {
  const device = await tx.selectFrom('device').innerJoin('device_key', 'device_key.device_nid', 'device.device_nid').select(['device_id', 'body']).where('device.device_nid', '=', deviceNid).executeTakeFirst()
  const master = await tx.selectFrom('cross_signing_key').select('public_key').where('user_id', '=', userId).where('usage', '=', 'master').executeTakeFirst()
  return { deviceKey: device === undefined ? '' : keyOf(device.body, device.device_id), masterKey: master?.public_key ?? '' }
}

function keyOf(body: string, deviceId: string): string {
  const { keys }: { keys?: Readonly<Record<string, unknown>> } = JSON.parse(body)
  const key = keys?.[`ed25519:${deviceId}`]
  return typeof key === 'string' ? key : ''
}

function pairings(tx: Tx) {
  return tx
    .selectFrom('device_pairing')
    .innerJoin('account', 'account.user_nid', 'device_pairing.user_nid')
    .selectAll('device_pairing')
    .select('account.user_id')
}

type PairingRow = NonNullable<Awaited<ReturnType<ReturnType<typeof pairings>['executeTakeFirst']>>>

function toPairing(row: PairingRow): Pairing {
  return {
    tokenHash: row.token_hash,
    userNid: row.user_nid,
    userId: row.user_id,
    deviceNid: row.device_nid,
    byWaiting: row.by_waiting,
    deviceKey: row.device_key,
    masterKey: row.master_key,
    proof: row.proof,
    otherNid: row.other_nid ?? undefined,
    otherClaim: row.other_key === null || row.other_proof === null ? undefined : { deviceKey: row.other_key, masterKey: row.other_master_key ?? '', proof: row.other_proof },
    state: row.state,
    reason: row.reason ?? undefined,
    madeAtMs: row.made_at_ms,
    expiresAtMs: row.expires_at_ms,
  }
}
