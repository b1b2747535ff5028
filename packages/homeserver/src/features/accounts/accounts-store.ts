// SQL of accounts, devices and access tokens.
import type { Db, Tx } from '../../db/pool.ts'
import type { AccountState } from './accounts-tables.ts'

/** What a token leads to. */
export interface TokenOwner {
  userId: string
  userNid: number
  deviceId: string
  deviceNid: number
  isGuest: boolean
  isAdmin: boolean
  state: AccountState
  expiresAtMs: number | null
}

/** Makes an account; gives back nothing when the user id is taken. */
export async function insertAccount(
  tx: Tx,
  account: { userId: string; passwordHash: string | null; isGuest: boolean; isAdmin: boolean; createdAtMs: number },
): Promise<number | undefined> {
  const row = await tx
    .insertInto('account')
    .values({
      user_id: account.userId,
      password_hash: account.passwordHash,
      is_guest: account.isGuest,
      is_admin: account.isAdmin,
      created_at_ms: account.createdAtMs,
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .returning('user_nid')
    .executeTakeFirst()
  return row?.user_nid
}

/** Makes a device, or takes the one of that id over. */
export async function upsertDevice(
  tx: Tx,
  device: { userNid: number; deviceId: string; displayName: string | null },
): Promise<number> {
  const row = await tx
    .insertInto('device')
    .values({ user_nid: device.userNid, device_id: device.deviceId, display_name: device.displayName })
    .onConflict((conflict) =>
      conflict.columns(['user_nid', 'device_id']).doUpdateSet((eb) => ({
        display_name: eb.fn.coalesce('excluded.display_name', 'device.display_name'),
      })),
    )
    .returning('device_nid')
    .executeTakeFirstOrThrow()
  return row.device_nid
}

/** Stores a token's hash for a device. */
export async function insertAccessToken(
  tx: Tx,
  token: { hash: Buffer; deviceNid: number; expiresAtMs: number | null },
): Promise<void> {
  await tx
    .insertInto('access_token')
    .values({ token_hash: token.hash, device_nid: token.deviceNid, expires_at_ms: token.expiresAtMs })
    .execute()
}

/** Whom a token belongs to. */
export async function findTokenOwner(db: Db, hash: Buffer): Promise<TokenOwner | undefined> {
  const row = await db
    .selectFrom('access_token')
    .innerJoin('device', 'device.device_nid', 'access_token.device_nid')
    .innerJoin('account', 'account.user_nid', 'device.user_nid')
    .select([
      'account.user_id',
      'account.user_nid',
      'account.is_guest',
      'account.is_admin',
      'account.state',
      'device.device_id',
      'device.device_nid',
      'access_token.expires_at_ms',
    ])
    .where('access_token.token_hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    userId: row.user_id,
    userNid: row.user_nid,
    deviceId: row.device_id,
    deviceNid: row.device_nid,
    isGuest: row.is_guest,
    isAdmin: row.is_admin,
    state: row.state,
    expiresAtMs: row.expires_at_ms,
  }
}

/** Sets the state of an account; gives back its number, or nothing when there is none of that user id. */
export async function setAccountState(db: Db | Tx, userId: string, state: AccountState): Promise<number | undefined> {
  const row = await db
    .updateTable('account')
    .set({ state })
    .where('user_id', '=', userId)
    .returning('user_nid')
    .executeTakeFirst()
  return row?.user_nid
}
