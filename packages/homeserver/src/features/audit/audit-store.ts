// SQL of what administrators did.
import type { Db } from '../../db/pool.ts'

/** An act before it is done. */
export interface Attempt {
  atMs: number
  operation: string
  userNid: number
  deviceNid: number
  target: string
}

/** Writes an attempt down; gives back its number. */
export async function insertAttempt(db: Db, attempt: Attempt): Promise<number> {
  const row = await db
    .insertInto('admin_action')
    .values({
      at_ms: attempt.atMs,
      operation: attempt.operation,
      user_nid: attempt.userNid,
      device_nid: attempt.deviceNid,
      target: attempt.target,
      outcome: null,
    })
    .returning('action_nid')
    .executeTakeFirstOrThrow()
  return row.action_nid
}

/** Writes down how an attempt ended. */
export async function setOutcome(db: Db, actionNid: number, outcome: string): Promise<void> {
  await db.updateTable('admin_action').set({ outcome }).where('action_nid', '=', actionNid).execute()
}
