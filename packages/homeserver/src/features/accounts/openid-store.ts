// SQL of OpenID tokens. Only their hashes come here.
import { reachOf } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'

/** Stores a token and drops the account's expired ones. */
export async function insertOpenIdToken(
  db: Db,
  token: { hash: Buffer; userNid: number; expiresAtMs: number; now: number },
): Promise<void> {
  await db.deleteFrom('openid_token').where('user_nid', '=', token.userNid).where('expires_at_ms', '<', token.now).execute()
  await db
    .insertInto('openid_token')
    .values({ token_hash: token.hash, user_nid: token.userNid, expires_at_ms: token.expiresAtMs })
    .execute()
}

/** Whose token it is, as long as it is good and its account may act. */
export async function findOpenIdUser(db: Db, hash: Buffer, now: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('openid_token')
    .innerJoin('account', 'account.user_nid', 'openid_token.user_nid')
    .select(['account.user_id', 'account.state', 'account.is_suspended', 'account.is_locked', 'account.must_enrol'])
    .where('openid_token.token_hash', '=', hash)
    .where('openid_token.expires_at_ms', '>', now)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const reach = reachOf({ state: row.state, isSuspended: row.is_suspended, isLocked: row.is_locked, mustEnrol: row.must_enrol })
  return reach === 'everything' || reach === 'reading' ? row.user_id : undefined
}
