// SQL of looking afterwards at what one person did alone.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** What one person did alone: by whom; undefined where there is no such act. */
export async function findActionAlone(db: Db, actionNid: number): Promise<{ userNid: number | null } | undefined> {
  const rows = await sql<{ userNid: number | null }>`SELECT user_nid AS "userNid" FROM desk_action WHERE action_nid = ${actionNid} AND is_break_glass`.execute(db)
  return rows.rows[0]
}

/** Somebody has looked at it afterwards; false where somebody has before. */
export async function insertReview(tx: Tx, review: { actionNid: number; userNid: number; atMs: number; words: string }): Promise<boolean> {
  const result = await sql`INSERT INTO desk_review (action_nid, reviewed_by, reviewed_at_ms, words)
    VALUES (${review.actionNid}, ${review.userNid}, ${review.atMs}, ${review.words}) ON CONFLICT DO NOTHING`.execute(tx)
  return (result.numAffectedRows ?? 0n) > 0n
}
