// SQL of device lists: whose devices or cross-signing keys changed, and who is to hear of it.
import { sql } from 'kysely'
import type { Clause } from '../../db/clause.ts'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** Notes that a user's devices changed. Of two changes at once the later position stays, whichever commits first. */
export async function upsertDeviceListChange(db: Db | Tx, userId: string, position: number): Promise<void> {
  await sql`${sql.raw(KEPT)}
    INSERT INTO device_list_change (user_id, position) VALUES (${userId}, ${position})
    ON CONFLICT (user_id) DO UPDATE SET position = greatest(device_list_change.position, excluded.position)
  `.execute(db)
}

/** The same as a part of the statement that makes the change. */
export function deviceListChange(userId: string, position: number): Clause {
  return (when) => sql`INSERT INTO device_list_change (user_id, position) SELECT ${userId}::text, ${position}::bigint WHERE ${when}
    ON CONFLICT (user_id) DO UPDATE SET position = greatest(device_list_change.position, excluded.position)`
}

/**
 * Users whose devices or cross-signing keys changed last in (from, to] and who are `userId` or joined to a room with
 * them, and users whose keys `userId` signed in that range.
 */
export async function listDeviceListChanges(db: Db, userId: string, from: number, to: number): Promise<string[]> {
  const result = await sql<{ user_id: string }>`
    SELECT c.user_id FROM device_list_change c
    WHERE c.position > ${from} AND c.position <= ${to} AND (c.user_id = ${userId} OR EXISTS (
      SELECT 1 FROM membership theirs
      JOIN membership mine ON mine.room_nid = theirs.room_nid AND mine.user_id = ${userId} AND mine.membership = 'join'
      WHERE theirs.user_id = c.user_id AND theirs.membership = 'join'
    ))
    UNION
    SELECT s.target_user_id FROM key_signature s
    WHERE s.signer_user_id = ${userId} AND s.position > ${from} AND s.position <= ${to}
    ORDER BY 1
  `.execute(db)
  return result.rows.map((row) => row.user_id)
}
