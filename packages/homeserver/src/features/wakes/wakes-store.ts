// SQL of wakes.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A moment at which browsers are woken. */
export interface Wake {
  wakeId: string
  /** The device that alone is woken. */
  deviceNid: number | null
  atMs: number
  lookAtMs: number
}

/** A wake that is to be looked at. */
export interface DueWake {
  userNid: number
  userId: string
  wakeId: string
  deviceNid: number | null
  atMs: number
}

/** Those of an account that a device may know of: its own and those of all, the next first. */
export async function listWakes(db: Db, who: { userNid: number; deviceNid: number }): Promise<{ wakeId: string; atMs: number }[]> {
  const rows = await sql<{ wakeId: string; atMs: number }>`SELECT wake_id AS "wakeId", at_ms AS "atMs" FROM wake
    WHERE user_nid = ${who.userNid} AND (device_nid IS NULL OR device_nid = ${who.deviceNid}) ORDER BY at_ms, wake_id`.execute(db)
  return rows.rows
}

/** Puts wakes, each in the place of the one of its id, unless that is another device's own. */
export async function upsertWakes(tx: Tx, userNid: number, wakes: readonly Wake[]): Promise<void> {
  await sql`INSERT INTO wake (user_nid, wake_id, device_nid, at_ms, look_at_ms)
    SELECT DISTINCT ON (x.wake_id) ${userNid}, x.* FROM unnest(${wakes.map((each) => each.wakeId)}::text[], ${wakes.map((each) => each.deviceNid)}::int4[],
      ${wakes.map((each) => each.atMs)}::int8[], ${wakes.map((each) => each.lookAtMs)}::int8[]) x (wake_id, device_nid, at_ms, look_at_ms)
    ON CONFLICT (user_nid, wake_id) DO UPDATE SET device_nid = excluded.device_nid, at_ms = excluded.at_ms, look_at_ms = excluded.look_at_ms
    WHERE wake.device_nid IS NULL OR wake.device_nid = excluded.device_nid`.execute(tx)
}

/** Takes wakes away that are of all devices, or of this one. */
export async function deleteWakes(tx: Tx, who: { userNid: number; deviceNid: number }, wakeIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM wake WHERE user_nid = ${who.userNid} AND wake_id = ANY(${wakeIds}::text[])
    AND (device_nid IS NULL OR device_nid = ${who.deviceNid})`.execute(tx)
}

/** How many an account has. Locks the account, so that the count holds. */
export async function countWakes(tx: Tx, userNid: number): Promise<number> {
  await sql`SELECT 1 FROM account WHERE user_nid = ${userNid} FOR NO KEY UPDATE`.execute(tx)
  const rows = await sql<{ count: number }>`SELECT count(*)::int AS count FROM wake WHERE user_nid = ${userNid}`.execute(tx)
  return rows.rows[0]?.count ?? 0
}

/** Takes away all of an account; gives back how many there were. */
export async function deleteWakesOf(db: Db | Tx, userId: string): Promise<number> {
  const result = await sql`DELETE FROM wake USING account a WHERE a.user_nid = wake.user_nid AND a.user_id = ${userId}`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** What is to be looked at by now, locked: what another process looks at is left out. */
export async function lockDueWakes(tx: Tx, nowMs: number, limit: number): Promise<DueWake[]> {
  const rows = await sql<DueWake>`SELECT w.user_nid AS "userNid", a.user_id AS "userId", w.wake_id AS "wakeId", w.device_nid AS "deviceNid", w.at_ms AS "atMs"
    FROM wake w JOIN account a ON a.user_nid = w.user_nid
    WHERE w.look_at_ms <= ${nowMs} ORDER BY w.look_at_ms LIMIT ${limit} FOR UPDATE OF w SKIP LOCKED`.execute(tx)
  return rows.rows
}

/** They are over. */
export async function endWakes(tx: Tx, wakes: readonly DueWake[]): Promise<void> {
  await sql`DELETE FROM wake USING ${keysOf(wakes)} WHERE wake.user_nid = x.user_nid AND wake.wake_id = x.wake_id`.execute(tx)
}

/** They are looked at again at a time. */
export async function putOffWakes(tx: Tx, wakes: readonly DueWake[], lookAtMs: number): Promise<void> {
  await sql`UPDATE wake SET look_at_ms = ${lookAtMs} FROM ${keysOf(wakes)} WHERE wake.user_nid = x.user_nid AND wake.wake_id = x.wake_id`.execute(tx)
}

/** When there is something to look at next. */
export async function findNextLook(db: Db): Promise<number | undefined> {
  const rows = await sql<{ at: number | null }>`SELECT min(look_at_ms) AS at FROM wake`.execute(db)
  return rows.rows[0]?.at ?? undefined
}

function keysOf(wakes: readonly DueWake[]) {
  return sql`unnest(${wakes.map((each) => each.userNid)}::int4[], ${wakes.map((each) => each.wakeId)}::text[]) x (user_nid, wake_id)`
}
