// SQL of recoveries.
import type { AccountState, Role } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'

/** Who is to be let in again. */
export interface Recovered {
  userId: string
  userNid: number
  state: AccountState
  organisationNid: number | undefined
}

/** A recovery that waits for a second person. */
export interface OpenRecovery extends Recovered {
  askedBy: number
  askedAs: Role
  askedAtMs: number
}

/** The account of a user id. */
export async function findRecovered(db: Db, userId: string): Promise<Recovered | undefined> {
  const query = db.selectFrom('account').select(['user_id', 'user_nid', 'state', 'organisation_nid']).where('user_id', '=', userId)
  const row = await query.executeTakeFirst()
  if (row === undefined) return undefined
  return { userId: row.user_id, userNid: row.user_nid, state: row.state, organisationNid: row.organisation_nid ?? undefined }
}

/** Stores that somebody asks; what was asked for the same account before waits no more. */
export async function replaceRecovery(
  tx: Tx,
  recovery: { recoveryId: string; userNid: number; askedBy: number; askedAs: Role; now: number; reason: string },
): Promise<void> {
  await tx.deleteFrom('recovery').where('user_nid', '=', recovery.userNid).where('agreed_by', 'is', null).execute()
  await tx
    .insertInto('recovery')
    .values({
      recovery_id: recovery.recoveryId,
      user_nid: recovery.userNid,
      asked_by: recovery.askedBy,
      asked_as: recovery.askedAs,
      asked_at_ms: recovery.now,
      reason: recovery.reason,
    })
    .execute()
}

/** A recovery that waits, locked until the end of the transaction. */
export async function lockRecovery(tx: Tx, recoveryId: string): Promise<OpenRecovery | undefined> {
  const row = await tx
    .selectFrom('recovery')
    .innerJoin('account', 'account.user_nid', 'recovery.user_nid')
    .select(['account.user_id', 'account.user_nid', 'account.state', 'account.organisation_nid', 'asked_by', 'asked_as', 'asked_at_ms'])
    .where('recovery_id', '=', recoveryId)
    .where('agreed_by', 'is', null)
    .forUpdate('recovery')
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    userId: row.user_id,
    userNid: row.user_nid,
    state: row.state,
    organisationNid: row.organisation_nid ?? undefined,
    askedBy: row.asked_by,
    askedAs: row.asked_as,
    askedAtMs: row.asked_at_ms,
  }
}

/** Stores that a second person agrees. */
export async function setAgreed(tx: Tx, recoveryId: string, agreed: { by: number; now: number }): Promise<void> {
  await tx.updateTable('recovery').set({ agreed_by: agreed.by, agreed_at_ms: agreed.now }).where('recovery_id', '=', recoveryId).execute()
}

/** A recovery that waits, with who asked. */
export interface WaitingRecovery extends OpenRecovery {
  recoveryId: string
  askedByUserId: string
  reason: string
}

/** What waits since no longer than that, oldest first; of the accounts of one organisation, or (`undefined`) of all. */
export async function listWaiting(db: Db, { sinceMs, organisationNid, limit }: { sinceMs: number; organisationNid: number | undefined; limit: number }): Promise<WaitingRecovery[]> {
  const rows = await db
    .selectFrom('recovery')
    .innerJoin('account', 'account.user_nid', 'recovery.user_nid')
    .innerJoin('account as asker', 'asker.user_nid', 'recovery.asked_by')
    .select(['account.user_id', 'account.user_nid', 'account.state', 'account.organisation_nid', 'asked_by', 'asked_as', 'asked_at_ms'])
    .select(['recovery_id', 'reason', 'asker.user_id as asker_id'])
    .where('agreed_by', 'is', null)
    .where('asked_at_ms', '>', sinceMs)
    .$if(organisationNid !== undefined, (query) => query.where('account.organisation_nid', '=', organisationNid ?? 0))
    .orderBy('asked_at_ms')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    recoveryId: row.recovery_id,
    userId: row.user_id,
    userNid: row.user_nid,
    state: row.state,
    organisationNid: row.organisation_nid ?? undefined,
    askedBy: row.asked_by,
    askedByUserId: row.asker_id,
    askedAs: row.asked_as,
    askedAtMs: row.asked_at_ms,
    reason: row.reason,
  }))
}
