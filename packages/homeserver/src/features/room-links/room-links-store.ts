// SQL of join links.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A link, and who came by it. */
export interface RoomLink {
  linkId: string
  createdBy: string
  createdAtMs: number
  expiresAtMs: number
  maxUses: number
  useCount: number
  revokedAtMs: number | null
  uses: { user_id: string; at_ms: number }[]
}

/** A link to be. */
export interface NewLink {
  linkId: string
  tokenHash: Buffer
  roomNid: number
  createdBy: string
  atMs: number
  expiresAtMs: number
  maxUses: number
}

/** Stores a link unless the room has too many that are not over; gives back whether it did. */
export async function insertLink(db: Db, link: NewLink, linksMax: number): Promise<boolean> {
  const { linkId, tokenHash, roomNid, createdBy, atMs, expiresAtMs, maxUses } = link
  return db.transaction().execute(async (tx) => {
    // One at a time for each room, so that the number holds.
    await sql`SELECT 1 FROM room WHERE room_nid = ${roomNid} FOR UPDATE`.execute(tx)
    const { rows } = await sql`INSERT INTO room_link (link_id, token_hash, room_nid, created_by, created_at_ms, expires_at_ms, max_uses)
      SELECT ${linkId}, ${tokenHash}, ${roomNid}, ${createdBy}, ${atMs}, ${expiresAtMs}, ${maxUses}
      WHERE (SELECT count(*) FROM room_link WHERE room_nid = ${roomNid} AND revoked_at_ms IS NULL AND expires_at_ms > ${atMs}
        AND use_count < max_uses) < ${linksMax} RETURNING 1`.execute(tx)
    return rows.length > 0
  })
}

/** The newest links of a room, of one maker or (null) of all. */
export async function listLinks(db: Db, roomNid: number, createdBy: string | null, limits: { links: number; uses: number }): Promise<RoomLink[]> {
  const { rows } = await sql<RoomLink>`SELECT l.link_id AS "linkId", l.created_by AS "createdBy", l.created_at_ms::float8 AS "createdAtMs",
      l.expires_at_ms::float8 AS "expiresAtMs", l.max_uses AS "maxUses", l.use_count AS "useCount", l.revoked_at_ms::float8 AS "revokedAtMs",
      coalesce((SELECT jsonb_agg(u) FROM (SELECT user_id, at_ms FROM room_link_use WHERE link_nid = l.link_nid
        ORDER BY at_ms DESC, user_id LIMIT ${limits.uses}) u), '[]') AS uses
    FROM room_link l WHERE l.room_nid = ${roomNid} AND (${createdBy}::text IS NULL OR l.created_by = ${createdBy})
    ORDER BY l.link_nid DESC LIMIT ${limits.links}`.execute(db)
  return rows
}

/** Ends a link of a room, if somebody made it or (null) whoever did; gives back whether there is one. */
export async function revokeLink(db: Db, link: { roomNid: number; linkId: string; createdBy: string | null; atMs: number }): Promise<boolean> {
  const { rows } = await sql`UPDATE room_link SET revoked_at_ms = coalesce(revoked_at_ms, ${link.atMs})
    WHERE room_nid = ${link.roomNid} AND link_id = ${link.linkId} AND (${link.createdBy}::text IS NULL OR created_by = ${link.createdBy}) RETURNING 1`.execute(db)
  return rows.length > 0
}

/** A link that is good, and whether somebody has come in by it before. */
export interface CountedUse {
  linkNid: number
  roomNid: number
  createdBy: string
  hasJoined: boolean
}

/**
 * Counts somebody's use of a link, once; undefined where it is not good. The row of the link is locked meanwhile, so
 * that the count holds whoever comes at once.
 */
export async function countUse(db: Db, use: { tokenHash: Buffer; userId: string; atMs: number }): Promise<CountedUse | undefined> {
  return db.transaction().execute(async (tx) => {
    const found = await sql<{ linkNid: number; roomNid: number; createdBy: string; isFull: boolean }>`
      SELECT link_nid AS "linkNid", room_nid AS "roomNid", created_by AS "createdBy", use_count >= max_uses AS "isFull" FROM room_link
      WHERE token_hash = ${use.tokenHash} AND revoked_at_ms IS NULL AND expires_at_ms > ${use.atMs} FOR UPDATE`.execute(tx)
    const link = found.rows[0]
    if (link === undefined) return undefined
    const { linkNid, roomNid, createdBy } = link
    const earlier = await sql<{ hasJoined: boolean }>`SELECT joined_at_ms IS NOT NULL AS "hasJoined" FROM room_link_use
      WHERE link_nid = ${linkNid} AND user_id = ${use.userId}`.execute(tx)
    if (earlier.rows[0] !== undefined) return { linkNid, roomNid, createdBy, hasJoined: earlier.rows[0].hasJoined }
    if (link.isFull) return undefined
    await sql`UPDATE room_link SET use_count = use_count + 1 WHERE link_nid = ${linkNid}`.execute(tx)
    await sql`INSERT INTO room_link_use (link_nid, user_id, at_ms) VALUES (${linkNid}, ${use.userId}, ${use.atMs})`.execute(tx)
    return { linkNid, roomNid, createdBy, hasJoined: false }
  })
}

/** Who used a link is in the room. */
export async function setJoined(db: Db, use: { linkNid: number; userId: string; atMs: number }): Promise<void> {
  await sql`UPDATE room_link_use SET joined_at_ms = coalesce(joined_at_ms, ${use.atMs}) WHERE link_nid = ${use.linkNid} AND user_id = ${use.userId}`.execute(db)
}

/** Gives a use back that led nowhere. */
export async function giveBack(db: Db, use: { linkNid: number; userId: string }): Promise<void> {
  await sql`WITH gone AS (DELETE FROM room_link_use WHERE link_nid = ${use.linkNid} AND user_id = ${use.userId} AND joined_at_ms IS NULL RETURNING 1)
    UPDATE room_link SET use_count = use_count - 1 WHERE link_nid = ${use.linkNid} AND EXISTS (SELECT 1 FROM gone)`.execute(db)
}

/** Whether somebody's account may act at all. */
export async function mayAct(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM account WHERE user_id = ${userId} AND state IN ('active', 'watched') AND NOT is_suspended AND NOT is_locked
    AND NOT must_enrol`.execute(db)
  return rows.length > 0
}
