// SQL of containment: what there was of an account when it was stopped, blocked addresses, frozen rooms.
import type { AccountState } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A containment as it is kept. */
export interface StoredContainment {
  containmentNid: number
  userNid: number
  containedAtMs: number
  stateBefore: AccountState
  /** JSON text. */
  effects: string
  /** JSON text. */
  snapshot: string
  releasedAtMs: number | null
}

/**
 * What there is of an account at this instant, as JSON text. The head of the ledger is the last number given out: asking
 * the table could mean to wait for whoever writes to it, and nothing may hold a containment up.
 */
export async function takeSnapshot(tx: Tx, account: { userId: string; userNid: number }): Promise<string> {
  const { userId, userNid } = account
  const rows = await sql<{ snapshot: string }>`SELECT json_build_object(
      'memberships', (SELECT coalesce(json_agg(json_build_object('room_id', r.room_id, 'membership', m.membership,
          'position', m.position) ORDER BY m.room_nid), '[]'::json)
        FROM membership m JOIN room r USING (room_nid) WHERE m.user_id = ${userId}),
      'devices', (SELECT coalesce(json_agg(json_build_object('device_id', d.device_id, 'device_nid', d.device_nid,
          'display_name', d.display_name, 'last_seen_ip', d.last_seen_ip, 'last_seen_at_ms', d.last_seen_at_ms,
          'access_tokens', (SELECT count(*) FROM access_token t WHERE t.device_nid = d.device_nid),
          'has_refresh_token', EXISTS (SELECT 1 FROM refresh_chain c WHERE c.device_nid = d.device_nid)) ORDER BY d.device_nid), '[]'::json)
        FROM device d WHERE d.user_nid = ${userNid}),
      'addresses', (SELECT coalesce(json_agg(address ORDER BY address), '[]'::json) FROM account_address WHERE user_nid = ${userNid}),
      'roles', (SELECT coalesce(json_agg(role ORDER BY role), '[]'::json) FROM account_role WHERE user_nid = ${userNid}),
      'ledger_head', (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_block_block_seq)
    )::text AS snapshot`.execute(tx)
  return rows.rows[0]?.snapshot ?? '{}'
}

/** Writes a containment down; gives back its number. */
export async function insertContainment(
  tx: Tx,
  row: { userNid: number; atMs: number; stateBefore: AccountState; effects: string; snapshot: string },
): Promise<number> {
  const made = await tx
    .insertInto('containment')
    .values({
      user_nid: row.userNid,
      contained_at_ms: row.atMs,
      state_before: row.stateBefore,
      effects: row.effects,
      snapshot: row.snapshot,
      released_at_ms: null,
    })
    .returning('containment_nid')
    .executeTakeFirstOrThrow()
  return made.containment_nid
}

/** The newest containment of an account that has not been released. */
export async function findOpenContainment(db: Db | Tx, userNid: number): Promise<StoredContainment | undefined> {
  const row = await db
    .selectFrom('containment')
    .selectAll()
    .where('user_nid', '=', userNid)
    .where('released_at_ms', 'is', null)
    .orderBy('containment_nid', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    containmentNid: row.containment_nid,
    userNid: row.user_nid,
    containedAtMs: row.contained_at_ms,
    stateBefore: row.state_before,
    effects: row.effects,
    snapshot: row.snapshot,
    releasedAtMs: row.released_at_ms,
  }
}

/** The containments of an account are over. */
export async function setReleased(tx: Tx, userNid: number, atMs: number): Promise<void> {
  await tx.updateTable('containment').set({ released_at_ms: atMs }).where('user_nid', '=', userNid).where('released_at_ms', 'is', null).execute()
}

/** A network from which nothing is answered. */
export interface BlockedNetwork {
  blockNid: number
  network: string
  blockedAtMs: number
}

/** Blocks a network; gives back its number, also where it was blocked before. */
export async function insertAddressBlock(tx: Tx, network: string, atMs: number): Promise<number> {
  const rows = await sql<{ block: number }>`INSERT INTO address_block (network, blocked_at_ms) VALUES (network(${network}::inet), ${atMs})
    ON CONFLICT (network) DO UPDATE SET network = excluded.network RETURNING block_nid AS block`.execute(tx)
  return rows.rows[0]?.block ?? 0
}

/** Lets a network in again; false where it was not blocked. */
export async function deleteAddressBlock(tx: Tx, blockNid: number): Promise<boolean> {
  const result = await tx.deleteFrom('address_block').where('block_nid', '=', blockNid).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Every blocked network. */
export async function listAddressBlocks(db: Db): Promise<BlockedNetwork[]> {
  const rows = await sql<BlockedNetwork>`SELECT block_nid AS "blockNid", network::text AS network, blocked_at_ms AS "blockedAtMs"
    FROM address_block ORDER BY block_nid`.execute(db)
  return rows.rows
}

/** Freezes a room up to a position, and lets nobody join it. What was frozen before stays as it was. */
export async function insertFreeze(
  tx: Tx,
  freeze: { roomNid: number; roomId: string; position: number; atMs: number; userNid: number },
): Promise<void> {
  const { roomNid, roomId, position, atMs, userNid } = freeze
  await sql`INSERT INTO room_freeze (room_nid, position, frozen_at_ms) VALUES (${roomNid}, ${position}, ${atMs})
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`INSERT INTO room_block (room_id, user_nid, at_ms) VALUES (${roomId}, ${userNid}, ${atMs}) ON CONFLICT DO NOTHING`.execute(tx)
}

/** Thaws a room; the block on joining goes with it, unless an administrator had set it. False where it was not frozen. */
export async function deleteFreeze(tx: Tx, roomNid: number, roomId: string): Promise<boolean> {
  const frozen = await tx.deleteFrom('room_freeze').where('room_nid', '=', roomNid).returning('frozen_at_ms').executeTakeFirst()
  if (frozen === undefined) return false
  await tx.deleteFrom('room_block').where('room_id', '=', roomId).where('at_ms', '=', frozen.frozen_at_ms).execute()
  return true
}

/** A frozen room, and since when. */
export interface FrozenRoom {
  roomNid: number
  roomId: string
  frozenAtMs: number
}

const FROZEN_MAX = 1000

/** Frozen rooms, the last ones first. */
export async function listFrozenRooms(db: Db): Promise<FrozenRoom[]> {
  const { rows } = await sql<FrozenRoom>`SELECT r.room_nid AS "roomNid", r.room_id AS "roomId", f.frozen_at_ms AS "frozenAtMs"
    FROM room_freeze f JOIN room r USING (room_nid) ORDER BY f.frozen_at_ms DESC, r.room_nid LIMIT ${FROZEN_MAX}`.execute(db)
  return rows
}

/** Every frozen room, with the position up to which it is. */
export async function listFreezes(db: Db): Promise<{ roomNid: number; position: number }[]> {
  const rows = await db.selectFrom('room_freeze').select(['room_nid', 'position']).execute()
  return rows.map((row) => ({ roomNid: row.room_nid, position: row.position }))
}
