// SQL of one-time links. Only the hash of the secret in a link comes here.
import type { Db, Tx } from '../../db/pool.ts'

/** What a link is for. */
export type LinkPurpose = 'operator' | 'release'

/** Whom a link lets enrol. */
export interface LinkOwner {
  userId: string
  userNid: number
  purpose: LinkPurpose
}

/** Stores a link in place of every earlier one of its account. */
export async function insertLink(
  tx: Tx,
  link: { hash: Buffer; userNid: number; purpose: LinkPurpose; expiresAtMs: number },
): Promise<void> {
  await tx.deleteFrom('bootstrap_link').where('user_nid', '=', link.userNid).execute()
  await tx
    .insertInto('bootstrap_link')
    .values({ link_hash: link.hash, user_nid: link.userNid, purpose: link.purpose, expires_at_ms: link.expiresAtMs, used_at_ms: null })
    .execute()
}

/** Whom a link is of, as long as it is good. */
export async function findLink(db: Db, hash: Buffer, now: number): Promise<LinkOwner | undefined> {
  const row = await db
    .selectFrom('bootstrap_link')
    .innerJoin('account', 'account.user_nid', 'bootstrap_link.user_nid')
    .select(['account.user_id', 'account.user_nid', 'bootstrap_link.purpose'])
    .where('link_hash', '=', hash)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', now)
    .executeTakeFirst()
  return row === undefined ? undefined : { userId: row.user_id, userNid: row.user_nid, purpose: row.purpose }
}

/** Uses a link up; gives back whose it is, or nothing where it is not good (any more). */
export async function useLink(tx: Tx, hash: Buffer, now: number): Promise<number | undefined> {
  const row = await tx
    .updateTable('bootstrap_link')
    .set({ used_at_ms: now })
    .where('link_hash', '=', hash)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', now)
    .returning('user_nid')
    .executeTakeFirst()
  return row?.user_nid
}

/** Takes the links of an account away. */
export async function deleteLinksOf(tx: Tx, userNid: number): Promise<void> {
  await tx.deleteFrom('bootstrap_link').where('user_nid', '=', userNid).execute()
}
