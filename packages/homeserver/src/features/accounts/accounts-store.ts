// SQL of accounts.
import type { AccountType, Standing } from '@chappe/policy'
import { sql } from 'kysely'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { AccountState } from './accounts-tables.ts'

/** An account as the operations see it. */
export interface Account extends Standing {
  userId: string
  userNid: number
  /** argon2id; null: no password opens it. */
  passwordHash: string | null
  isGuest: boolean
}

/** Makes an account; gives back nothing when the user id is taken, be it by a closed account. */
export async function insertAccount(
  tx: Tx,
  account: { userId: string; passwordHash: string | null; isGuest: boolean; isAdmin: boolean; createdAtMs: number; accountType?: AccountType | undefined },
): Promise<number | undefined> {
  const row = await tx
    .insertInto('account')
    .values({
      user_id: account.userId,
      password_hash: account.passwordHash,
      is_guest: account.isGuest,
      is_admin: account.isAdmin,
      created_at_ms: account.createdAtMs,
      ...(account.accountType === undefined ? {} : { account_type: account.accountType }),
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .returning('user_nid')
    .executeTakeFirst()
  return row?.user_nid
}

const COLUMNS = ['user_id', 'user_nid', 'password_hash', 'state', 'is_suspended', 'is_locked', 'must_enrol', 'is_guest', 'account_type'] as const

interface AccountRow {
  user_id: string
  user_nid: number
  password_hash: string | null
  state: AccountState
  is_suspended: boolean
  is_locked: boolean
  must_enrol: boolean
  is_guest: boolean
  account_type: AccountType
}

/** The account of a user id. */
export async function findAccount(db: Db | Tx, userId: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').select(COLUMNS).where('user_id', '=', userId).executeTakeFirst()
  return row === undefined ? undefined : toAccount(row)
}

/** The account of a number. */
export async function findAccountByNid(db: Db | Tx, userNid: number): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`${sql.raw(KEPT)} SELECT ${sql.raw(COLUMNS.join(', '))} FROM account WHERE user_nid = ${userNid}`.execute(db)
  return rows[0] === undefined ? undefined : toAccount(rows[0])
}

/** Accounts of a drill that are not closed yet. */
export async function listExerciseAccounts(db: Db): Promise<{ userId: string; userNid: number }[]> {
  const { rows } = await sql<{ userId: string; userNid: number }>`SELECT user_id AS "userId", user_nid AS "userNid" FROM account
    WHERE account_type = 'exercise' AND state <> 'closed' ORDER BY user_nid`.execute(db)
  return rows
}

/** The user id of the account that was enrolled with an address. */
export async function findUserIdByAddress(db: Db, address: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('account_address')
    .innerJoin('account', 'account.user_nid', 'account_address.user_nid')
    .select('account.user_id')
    .where('account_address.address', '=', address)
    .executeTakeFirst()
  return row?.user_id
}

/** The user ids of accounts, in the order of their numbers given; unknown ones are left out. */
export async function listUserIds(db: Db, userNids: readonly number[]): Promise<string[]> {
  const rows = await db.selectFrom('account').select(['user_nid', 'user_id']).where('user_nid', 'in', [...userNids]).execute()
  const byNid = new Map(rows.map((row) => [row.user_nid, row.user_id]))
  return userNids.flatMap((userNid) => byNid.get(userNid) ?? [])
}

/** The account under a lock that ends with the transaction: nothing changes its state or password meanwhile. */
export async function lockAccount(tx: Tx, userNid: number): Promise<Account> {
  const query = tx.selectFrom('account').select(COLUMNS).where('user_nid', '=', userNid).forNoKeyUpdate()
  return toAccount(await query.executeTakeFirstOrThrow())
}

/** The same by its user id, where there is one. */
export async function lockAccountOf(tx: Tx, userId: string): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`${sql.raw(KEPT)} SELECT ${sql.raw(COLUMNS.join(', '))} FROM account
    WHERE user_id = ${userId} FOR NO KEY UPDATE`.execute(tx)
  return rows[0] === undefined ? undefined : toAccount(rows[0])
}

/** A state to set. `before`: the state to come back to, kept as it is where this is undefined. */
export interface StateChange {
  state: AccountState
  before?: AccountState | null
  mustEnrol?: boolean
}

/** Sets the state of a locked account. */
export async function setAccountState(tx: Tx, userNid: number, change: StateChange): Promise<void> {
  const { state, before, mustEnrol } = change
  await tx
    .updateTable('account')
    .set({
      state,
      ...(before === undefined ? {} : { state_before: before }),
      ...(mustEnrol === undefined ? {} : { must_enrol: mustEnrol }),
    })
    .where('user_nid', '=', userNid)
    .execute()
}

/** The state an account was in before it was stopped. */
export async function findStateBefore(tx: Tx, userNid: number): Promise<AccountState | undefined> {
  const row = await tx.selectFrom('account').select('state_before').where('user_nid', '=', userNid).executeTakeFirst()
  return row?.state_before ?? undefined
}

/** Sets or erases the password. */
export async function setPasswordHash(tx: Tx, userNid: number, passwordHash: string | null): Promise<void> {
  await tx.updateTable('account').set({ password_hash: passwordHash }).where('user_nid', '=', userNid).execute()
}

function toAccount(row: AccountRow): Account {
  return {
    userId: row.user_id,
    userNid: row.user_nid,
    passwordHash: row.password_hash,
    state: row.state,
    isSuspended: row.is_suspended,
    isLocked: row.is_locked,
    mustEnrol: row.must_enrol,
    isGuest: row.is_guest,
    accountType: row.account_type,
  }
}
