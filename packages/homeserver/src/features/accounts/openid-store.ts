// SQL of OpenID tokens. Only their hashes come here.
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
    .select('account.user_id')
    .where('openid_token.token_hash', '=', hash)
    .where('openid_token.expires_at_ms', '>', now)
    .where('account.state', '=', 'active')
    .where('account.is_locked', '=', false)
    .executeTakeFirst()
  return row?.user_id
}
