// SQL of rooms without an admin.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A room that waits for somebody of its organisation. */
export interface Handover {
  roomId: string
  organisationId: string | null
  reason: string
  lastAdmin: string
  sinceMs: number
}

/** Notes that a room has no admin; once, however often it is said. */
export async function insertHandover(
  db: Db,
  { roomNid, organisationId, reason, lastAdmin, atMs }: { roomNid: number; organisationId: string | undefined; reason: string; lastAdmin: string; atMs: number },
): Promise<void> {
  await sql`INSERT INTO room_handover (room_nid, organisation_nid, reason, last_admin, since_ms)
    VALUES (${roomNid}, (SELECT organisation_nid FROM organisation WHERE organisation_id = ${organisationId ?? null}), ${reason}, ${lastAdmin}, ${atMs})
    ON CONFLICT (room_nid) WHERE taken_by IS NULL DO NOTHING`.execute(db)
}

/** The rooms of an organisation, or of nobody (`undefined`), that wait, oldest first. */
export async function listHandovers(db: Db, organisationNid: number | undefined, limit: number): Promise<Handover[]> {
  const { rows } = await sql<Handover>`SELECT r.room_id AS "roomId", o.organisation_id AS "organisationId", h.reason,
      h.last_admin AS "lastAdmin", h.since_ms::float8 AS "sinceMs"
    FROM room_handover h JOIN room r USING (room_nid) LEFT JOIN organisation o USING (organisation_nid)
    WHERE h.taken_by IS NULL AND h.organisation_nid IS NOT DISTINCT FROM ${organisationNid ?? null}::integer
    ORDER BY h.since_ms, h.handover_nid LIMIT ${limit}`.execute(db)
  return rows
}

/** Whose a room was when it last went without an admin: the number of its organisation, or null. */
export async function findHandover(db: Db, roomNid: number): Promise<{ organisationNid: number | null } | undefined> {
  const { rows } = await sql<{ organisationNid: number | null }>`SELECT organisation_nid AS "organisationNid" FROM room_handover
    WHERE room_nid = ${roomNid} ORDER BY handover_nid DESC LIMIT 1`.execute(db)
  return rows[0]
}

/** Notes who takes a room over. Where somebody has before, and never came, both are on record. */
export async function recordTaking(db: Db, roomNid: number, { userId, atMs }: { userId: string; atMs: number }): Promise<void> {
  await sql`WITH taken AS (UPDATE room_handover SET taken_by = ${userId}, taken_at_ms = ${atMs}
      WHERE room_nid = ${roomNid} AND taken_by IS NULL RETURNING 1)
    INSERT INTO room_handover (room_nid, organisation_nid, reason, last_admin, since_ms, taken_by, taken_at_ms)
    SELECT room_nid, organisation_nid, reason, last_admin, since_ms, ${userId}, ${atMs} FROM room_handover
    WHERE room_nid = ${roomNid} AND NOT EXISTS (SELECT 1 FROM taken) ORDER BY handover_nid DESC LIMIT 1`.execute(db)
}

/** Who of some people may act at all. */
export async function listActing(db: Db, userIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM account
    WHERE user_id = ANY(${userIds}::text[]) AND state IN ('active', 'watched') AND NOT is_suspended AND NOT is_locked
      AND NOT must_enrol`.execute(db)
  return rows.map((row) => row.userId)
}
