// SQL of what administrators ask of users beside their accounts.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** The limits of their own that a user has. */
export interface StoredOverride {
  userId: string
  perSecond: number
  burst: number
}

/** Every override; there are few. */
export async function listOverrides(db: Db): Promise<StoredOverride[]> {
  const rows = await db.selectFrom('rate_override').selectAll().execute()
  return rows.map((row) => ({ userId: row.user_id, perSecond: row.per_second, burst: row.burst }))
}

/** Sets an override. */
export async function upsertOverride(db: Db, { userId, perSecond, burst }: StoredOverride): Promise<void> {
  await db
    .insertInto('rate_override')
    .values({ user_id: userId, per_second: perSecond, burst })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ per_second: perSecond, burst }))
    .execute()
}

/** Takes an override away. */
export async function deleteOverride(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('rate_override').where('user_id', '=', userId).execute()
}

/** The ids of the rooms a user is joined to, at most `limit`. */
export async function listJoinedRoomIds(db: Db, userId: string, limit: number): Promise<string[]> {
  const result = await sql<{ room_id: string }>`
    SELECT r.room_id FROM membership m JOIN room r ON r.room_nid = m.room_nid
    WHERE m.user_id = ${userId} AND m.membership = 'join' ORDER BY r.room_nid LIMIT ${limit}
  `.execute(db)
  return result.rows.map((row) => row.room_id)
}
