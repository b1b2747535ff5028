// SQL of access, refresh and login tokens. Only their hashes come here.
import type { AccountType, Role, Standing } from '@chappe/policy'
import { sql } from 'kysely'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** What an access token leads to. */
export interface TokenOwner extends Standing {
  userId: string
  userNid: number
  deviceId: string
  deviceNid: number
  isGuest: boolean
  isAdmin: boolean
  accountType: AccountType
  organisationNid: number | null
  roles: readonly Role[]
  onProbationSinceMs: number | null
  expiresAtMs: number | null
  /** The refresh token handed out with it, as long as neither was used. */
  confirms: Buffer | null
  /** The OAuth 2.0 client that the device is, and the key that its tokens are bound to. */
  clientId: string | null
  dpopJkt: string | null
}

/** A chain of refresh tokens with the state of its account. */
export interface RefreshChain extends Standing {
  chainHash: Buffer
  deviceNid: number
  userId: string
  goodHash: Buffer
  nextHash: Buffer | null
  userNid: number
  deviceId: string
  clientId: string | null
  dpopJkt: string | null
  accountType: AccountType
  /** When the device was signed in. */
  beganAtMs: number
  /** When its device was last heard of; null: not since. */
  lastSeenAtMs: number | null
}

/** Stores an access token's hash for a device. */
export async function insertAccessToken(
  tx: Tx,
  token: { hash: Buffer; deviceNid: number; expiresAtMs: number | null; confirms: Buffer | null },
): Promise<void> {
  await tx
    .insertInto('access_token')
    .values({
      token_hash: token.hash,
      device_nid: token.deviceNid,
      expires_at_ms: token.expiresAtMs,
      confirms: token.confirms,
    })
    .execute()
}

/** Takes every access and refresh token from a device. */
export async function deleteTokensOf(tx: Tx, deviceNid: number): Promise<void> {
  await tx.deleteFrom('refresh_chain').where('device_nid', '=', deviceNid).execute()
  await tx.deleteFrom('access_token').where('device_nid', '=', deviceNid).execute()
}

const rolesOf = sql<Role[]>`array(SELECT r.role FROM account_role r WHERE r.user_nid = account.user_nid ORDER BY r.role)`.as('roles')

/** Whom an access token belongs to. */
export async function findTokenOwner(db: Db, hash: Buffer): Promise<TokenOwner | undefined> {
  const row = await db
    .selectFrom('access_token')
    .innerJoin('device', 'device.device_nid', 'access_token.device_nid')
    .innerJoin('account', 'account.user_nid', 'device.user_nid')
    .leftJoin('refresh_chain', 'refresh_chain.device_nid', 'device.device_nid')
    .select([
      'account.user_id',
      'account.user_nid',
      'account.is_guest',
      'account.is_admin',
      'account.is_suspended',
      'account.is_locked',
      'account.must_enrol',
      'account.state',
      'account.account_type',
      'account.organisation_nid',
      'device.device_id',
      'device.device_nid',
      'device.on_probation_since_ms',
      'access_token.expires_at_ms',
      'access_token.confirms',
      'refresh_chain.client_id',
      'refresh_chain.dpop_jkt',
      rolesOf,
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
    isSuspended: row.is_suspended,
    isLocked: row.is_locked,
    mustEnrol: row.must_enrol,
    state: row.state,
    accountType: row.account_type,
    organisationNid: row.organisation_nid,
    roles: row.roles,
    onProbationSinceMs: row.on_probation_since_ms,
    expiresAtMs: row.expires_at_ms,
    confirms: row.confirms,
    clientId: row.client_id,
    dpopJkt: row.dpop_jkt,
  }
}

/** Starts the chain of a login, with its first access token. */
export async function insertChain(
  tx: Tx,
  chain: { chainHash: Buffer; deviceNid: number; goodHash: Buffer; clientId: string | null; dpopJkt: string | null; beganAtMs: number },
  access: { hash: Buffer; expiresAtMs: number },
): Promise<void> {
  const { chainHash, deviceNid, goodHash, clientId, dpopJkt, beganAtMs } = chain
  await sql`${sql.raw(KEPT)} WITH chain AS (
      INSERT INTO refresh_chain (chain_hash, device_nid, good_hash, client_id, dpop_jkt, began_at_ms)
      VALUES (${chainHash}, ${deviceNid}, ${goodHash}, ${clientId}, ${dpopJkt}, ${beganAtMs}))
    INSERT INTO access_token (token_hash, device_nid, expires_at_ms) VALUES (${access.hash}, ${deviceNid}, ${access.expiresAtMs})`.execute(tx)
}

/** The device a chain belongs to. */
export async function findChainDevice(tx: Tx, chainHash: Buffer): Promise<number | undefined> {
  const query = tx.selectFrom('refresh_chain').select('device_nid').where('chain_hash', '=', chainHash)
  return (await query.executeTakeFirst())?.device_nid
}

/**
 * Locks a device until the end of the transaction. Whoever changes its chain and tokens does this first, so that two
 * who do it at once, one of them perhaps deleting the device, wait for each other in one order.
 */
export async function lockDevice(tx: Tx, deviceNid: number): Promise<void> {
  await tx.selectFrom('device').select('device_nid').where('device_nid', '=', deviceNid).forUpdate().execute()
}

/** A chain as it stands, with the state of its account. Locked only by its device's lock. */
export async function findChain(tx: Tx, chainHash: Buffer): Promise<RefreshChain | undefined> {
  const row = await tx
    .selectFrom('refresh_chain')
    .innerJoin('device', 'device.device_nid', 'refresh_chain.device_nid')
    .innerJoin('account', 'account.user_nid', 'device.user_nid')
    .select([
      'refresh_chain.device_nid',
      'refresh_chain.good_hash',
      'refresh_chain.next_hash',
      'refresh_chain.client_id',
      'refresh_chain.dpop_jkt',
      'refresh_chain.began_at_ms',
      'device.device_id',
      'device.last_seen_at_ms',
      'account.user_nid',
      'account.user_id',
      'account.is_suspended',
      'account.is_locked',
      'account.must_enrol',
      'account.state',
      'account.account_type',
    ])
    .where('refresh_chain.chain_hash', '=', chainHash)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    chainHash,
    deviceNid: row.device_nid,
    userId: row.user_id,
    isSuspended: row.is_suspended,
    isLocked: row.is_locked,
    mustEnrol: row.must_enrol,
    state: row.state,
    goodHash: row.good_hash,
    nextHash: row.next_hash,
    userNid: row.user_nid,
    deviceId: row.device_id,
    clientId: row.client_id,
    dpopJkt: row.dpop_jkt,
    accountType: row.account_type,
    beganAtMs: row.began_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
  }
}

/** Hands out a successor: `goodHash` is spent once the successor, or the access token that came with it, is used. */
export async function setChain(tx: Tx, chain: { chainHash: Buffer; goodHash: Buffer; nextHash: Buffer }): Promise<void> {
  await tx
    .updateTable('refresh_chain')
    .set({ good_hash: chain.goodHash, next_hash: chain.nextHash })
    .where('chain_hash', '=', chain.chainHash)
    .execute()
}

/** Takes back the access token that came with a successor nobody used. */
export async function deleteUnconfirmed(tx: Tx, deviceNid: number, refreshHash: Buffer): Promise<void> {
  await tx.deleteFrom('access_token').where('device_nid', '=', deviceNid).where('confirms', '=', refreshHash).execute()
}

/**
 * The successor, or its access token, is used: its predecessor is spent. False when the successor is none (any more):
 * it was confirmed at the same moment or taken back.
 */
export async function confirmSuccessor(
  db: Db,
  use: { deviceNid: number; refreshHash: Buffer; now: number },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockDevice(tx, use.deviceNid)
    const chain = await tx
      .updateTable('refresh_chain')
      .set({ good_hash: use.refreshHash, next_hash: null })
      .where('device_nid', '=', use.deviceNid)
      .where('next_hash', '=', use.refreshHash)
      .returning('chain_hash')
      .executeTakeFirst()
    if (chain === undefined) return false
    await markConfirmed(tx, use)
    return true
  })
}

/** The access token that came with a refresh token is an ordinary one from now on; the client has no older ones left. */
export async function markConfirmed(tx: Tx, use: { deviceNid: number; refreshHash: Buffer; now: number }): Promise<void> {
  const tokens = tx.updateTable('access_token').set({ confirms: null }).where('device_nid', '=', use.deviceNid)
  await tokens.where('confirms', '=', use.refreshHash).execute()
  const expired = tx.deleteFrom('access_token').where('device_nid', '=', use.deviceNid)
  await expired.where('expires_at_ms', '<', use.now).where('confirms', 'is', null).execute()
}

/** Stores a login token and drops the account's expired ones. */
export async function insertLoginToken(
  tx: Tx,
  token: { hash: Buffer; userNid: number; expiresAtMs: number; now: number },
): Promise<void> {
  await tx.deleteFrom('login_token').where('user_nid', '=', token.userNid).where('expires_at_ms', '<', token.now).execute()
  await tx
    .insertInto('login_token')
    .values({ token_hash: token.hash, user_nid: token.userNid, expires_at_ms: token.expiresAtMs })
    .execute()
}

/** Takes a login token: whoever asks again finds none. Gives back the account's number while the token is good. */
export async function takeLoginToken(tx: Tx, hash: Buffer, now: number): Promise<number | undefined> {
  const row = await tx
    .deleteFrom('login_token')
    .where('token_hash', '=', hash)
    .returning(['user_nid', 'expires_at_ms'])
    .executeTakeFirst()
  return row === undefined || row.expires_at_ms <= now ? undefined : row.user_nid
}

/** Drops every login token of an account. */
export async function deleteLoginTokensOf(tx: Tx, userNid: number): Promise<void> {
  await tx.deleteFrom('login_token').where('user_nid', '=', userNid).execute()
}

/** Whose token or refresh chain it was before its account was contained. */
export async function findStopped(db: Db | Tx, hash: Buffer): Promise<Standing | undefined> {
  const row = await db
    .selectFrom('stopped_token')
    .innerJoin('account', 'account.user_nid', 'stopped_token.user_nid')
    .select(['account.state', 'account.is_suspended', 'account.is_locked', 'account.must_enrol'])
    .where('stopped_token.token_hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { state: row.state, isSuspended: row.is_suspended, isLocked: row.is_locked, mustEnrol: row.must_enrol }
}

/** Ends every access, refresh, login and OpenID token of an account; gives back how many there were. */
export async function stopTokensOf(tx: Tx, userNid: number): Promise<number> {
  // Whoever refreshes holds its device: it is waited for, so that what it makes is seen by the statement below.
  await sql`SELECT 1 FROM device WHERE user_nid = ${userNid} ORDER BY device_nid FOR UPDATE`.execute(tx)
  const result = await sql<{ count: number }>`
    WITH mine AS (SELECT device_nid FROM device WHERE user_nid = ${userNid}),
    access AS (DELETE FROM access_token t USING mine WHERE t.device_nid = mine.device_nid RETURNING t.token_hash),
    chains AS (DELETE FROM refresh_chain c USING mine WHERE c.device_nid = mine.device_nid RETURNING c.chain_hash),
    logins AS (DELETE FROM login_token WHERE user_nid = ${userNid} RETURNING token_hash),
    openids AS (DELETE FROM openid_token WHERE user_nid = ${userNid} RETURNING token_hash),
    kept AS (INSERT INTO stopped_token (user_nid, token_hash)
      SELECT ${userNid}::int, token_hash FROM access UNION SELECT ${userNid}::int, chain_hash FROM chains ON CONFLICT DO NOTHING)
    SELECT ((SELECT count(*) FROM access) + (SELECT count(*) FROM chains) + (SELECT count(*) FROM logins)
      + (SELECT count(*) FROM openids))::int AS count`.execute(tx)
  return result.rows[0]?.count ?? 0
}

/** Ends the access and refresh tokens of one device, which stays; gives back its number, or nothing where there is none. */
export async function stopTokensOfDevice(tx: Tx, userNid: number, deviceId: string): Promise<number | undefined> {
  const device = await tx.selectFrom('device').select('device_nid').where('user_nid', '=', userNid).where('device_id', '=', deviceId).executeTakeFirst()
  if (device !== undefined) await deleteTokensOf(tx, device.device_nid)
  return device?.device_nid
}

/** Forgets what stopped tokens there were: from now on they are as unknown as any other. */
export async function forgetStopped(tx: Tx, userNid: number): Promise<void> {
  await tx.deleteFrom('stopped_token').where('user_nid', '=', userNid).execute()
}

/** A device that was signed in through OAuth 2.0. */
export interface OAuthDevice {
  userId: string
  userNid: number
  deviceId: string
  deviceNid: number
  clientId: string
}

const OAUTH_DEVICE = `SELECT a.user_id AS "userId", a.user_nid AS "userNid", d.device_id AS "deviceId", d.device_nid AS "deviceNid", c.client_id AS "clientId"
  FROM refresh_chain c JOIN device d USING (device_nid) JOIN account a USING (user_nid)`

/** The OAuth 2.0 device of an access token, by the token's hash, of a refresh token, by its chain's, or of a device id. */
export async function findOAuthDevice(
  db: Db | Tx,
  by: { tokenHash: Buffer } | { chainHash: Buffer } | { userId: string; deviceId: string },
): Promise<OAuthDevice | undefined> {
  const { rows } = await ('tokenHash' in by
    ? sql<OAuthDevice>`${sql.raw(OAUTH_DEVICE)} JOIN access_token t USING (device_nid) WHERE t.token_hash = ${by.tokenHash} AND c.client_id IS NOT NULL`
    : 'chainHash' in by
      ? sql<OAuthDevice>`${sql.raw(OAUTH_DEVICE)} WHERE c.chain_hash = ${by.chainHash} AND c.client_id IS NOT NULL`
      // Asked for each time that somebody is asked whether a device may be signed in.
      : sql<OAuthDevice>`${sql.raw(KEPT)} ${sql.raw(OAUTH_DEVICE)} WHERE a.user_id = ${by.userId} AND d.device_id = ${by.deviceId} AND c.client_id IS NOT NULL`
  ).execute(db)
  return rows[0]
}

/** Takes every token that OAuth 2.0 gave to devices of an account. */
export async function deleteOAuthTokensOf(tx: Tx, userNid: number): Promise<void> {
  const devices = tx.selectFrom('device').select('device_nid').where('user_nid', '=', userNid)
  const gone = await tx
    .deleteFrom('refresh_chain')
    .where('device_nid', 'in', devices)
    .where('client_id', 'is not', null)
    .returning('device_nid')
    .execute()
  const nids = gone.map((row) => row.device_nid)
  if (nids.length > 0) await tx.deleteFrom('access_token').where('device_nid', 'in', nids).execute()
}
