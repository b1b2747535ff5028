// SQL of enrolment links. Only their hashes come here.
import type { Db, Tx } from '../../db/pool.ts'

/** A link as it is looked at. */
export interface EnrolmentLink {
  userId: string
  userNid: number
  kind: 'first' | 'recovery'
  goodFromMs: number
  expiresAtMs: number
}

/** Stores a link; those that the account had before are good no more. */
export async function replaceLink(tx: Tx, link: Omit<EnrolmentLink, 'userId'> & { hash: Buffer; now: number }): Promise<void> {
  await tx.deleteFrom('enrolment_link').where('user_nid', '=', link.userNid).execute()
  await tx
    .insertInto('enrolment_link')
    .values({
      token_hash: link.hash,
      user_nid: link.userNid,
      kind: link.kind,
      created_at_ms: link.now,
      good_from_ms: link.goodFromMs,
      expires_at_ms: link.expiresAtMs,
    })
    .execute()
}

/** The link of a hash. */
export async function findLink(db: Db | Tx, hash: Buffer): Promise<EnrolmentLink | undefined> {
  const row = await db
    .selectFrom('enrolment_link')
    .innerJoin('account', 'account.user_nid', 'enrolment_link.user_nid')
    .select(['account.user_id', 'account.user_nid', 'kind', 'good_from_ms', 'expires_at_ms'])
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { userId: row.user_id, userNid: row.user_nid, kind: row.kind, goodFromMs: row.good_from_ms, expiresAtMs: row.expires_at_ms }
}

/** Takes a link; false where somebody else has. */
export async function deleteLink(tx: Tx, hash: Buffer): Promise<boolean> {
  const row = await tx.deleteFrom('enrolment_link').where('token_hash', '=', hash).returning('user_nid').executeTakeFirst()
  return row !== undefined
}

/** Takes every link from an account. */
export async function deleteLinksOf(db: Db | Tx, userNid: number): Promise<void> {
  await db.deleteFrom('enrolment_link').where('user_nid', '=', userNid).execute()
}
