// SQL of signing a new device in, all in one statement.
import { sql } from 'kysely'
import type { Clause } from '../../db/clause.ts'
import { KEPT } from '../../db/kept.ts'
import { MAY_SIGN_IN } from '../../db/may-sign-in.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** What lets a device in, and is spent by it. */
export interface Admission {
  /** Gives one row, and locks it, where this is good still and nobody else has it locked. */
  held: Clause
  /** Spends what is held. */
  spent: Clause
  /** Spends it in a transaction; throws where it is good no more. */
  spend(tx: Tx): Promise<void>
}

/** A device that is to be made, with its tokens. */
export interface NewDevice {
  userId: string
  deviceId: string
  displayName: string | null
  seen: { ip: string; atMs: number }
  /** Since when it waits to be approved; null: it does not. */
  onProbationSinceMs: number | null
  chain: { hash: Buffer; goodHash: Buffer; clientId: string | null; dpopJkt: string | null; beganAtMs: number }
  access: { hash: Buffer; expiresAtMs: number }
}

/**
 * Makes a device of an account that may sign in, with its tokens, spends what lets it in, and writes `note` down. Nothing, and
 * nothing is done, where the account may not, where the admission is not good, where there is a device of that id, where one
 * that would wait would be the only one, and where somebody else has hold of the account or the admission, since nobody is
 * waited for here. Each part stands on the one before, so that all of it is done or nothing.
 */
export async function insertNewDevice(db: Db, device: NewDevice, { admission, note }: { admission: Admission; note: Clause }): Promise<number | undefined> {
  const { userId, deviceId, displayName, seen, onProbationSinceMs: waits, chain, access } = device
  const isMade = sql`EXISTS (SELECT 1 FROM made)`
  const { rows } = await sql<{ deviceNid: number }>`${sql.raw(KEPT)} WITH me AS (
      SELECT user_nid FROM account
      WHERE user_id = ${userId} AND ${MAY_SIGN_IN}
      FOR NO KEY UPDATE SKIP LOCKED),
    held AS (${admission.held(sql`EXISTS (SELECT 1 FROM me)`)}),
    made AS (
      INSERT INTO device (user_nid, device_id, display_name, last_seen_ip, last_seen_at_ms, on_probation_since_ms)
      SELECT me.user_nid, ${deviceId}::text, ${displayName}::text, ${seen.ip}::text, ${seen.atMs}::bigint, ${waits}::bigint FROM me, held
      WHERE ${waits}::bigint IS NULL OR EXISTS (
        SELECT 1 FROM device other WHERE other.user_nid = me.user_nid
          AND NOT EXISTS (SELECT 1 FROM dehydrated_device h WHERE h.device_nid = other.device_nid))
      ON CONFLICT (user_nid, device_id) DO NOTHING RETURNING device_nid),
    spent AS (${admission.spent(isMade)}),
    noted AS (${note(isMade)}),
    waits AS (INSERT INTO probation_time (device_nid, from_ms) SELECT device_nid, ${waits}::bigint FROM made WHERE ${waits}::bigint IS NOT NULL),
    chain AS (
      INSERT INTO refresh_chain (chain_hash, device_nid, good_hash, client_id, dpop_jkt, began_at_ms)
      SELECT ${chain.hash}::bytea, device_nid, ${chain.goodHash}::bytea, ${chain.clientId}::text, ${chain.dpopJkt}::text, ${chain.beganAtMs}::bigint FROM made)
    INSERT INTO access_token (token_hash, device_nid, expires_at_ms)
    SELECT ${access.hash}::bytea, device_nid, ${access.expiresAtMs}::bigint FROM made RETURNING device_nid AS "deviceNid"`.execute(db)
  return rows[0]?.deviceNid
}
