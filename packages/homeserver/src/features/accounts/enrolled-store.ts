// SQL of accounts as organisations have them: their addresses, their kind, and until when they are good.
import { sql } from 'kysely'
import type { EnrolledType } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { AccountState } from './accounts-tables.ts'

/** An account as its organisation sees it. */
export interface EnrolledAccount {
  userId: string
  userNid: number
  state: AccountState
  accountType: EnrolledType
  organisationNid: number | null
  validUntilMs: number | null
  createdAtMs: number
}

/** An address of an account. */
export interface AccountAddress {
  address: string
  verifiedAtMs: number
}

const COLUMNS = sql.raw(`a.user_id AS "userId", a.user_nid AS "userNid", a.state, a.account_type AS "accountType",
  a.organisation_nid AS "organisationNid", a.valid_until_ms AS "validUntilMs", a.created_at_ms AS "createdAtMs"`)

/** Whose an account is, of what kind, and until when it is good. */
export async function setEnrolment(
  tx: Tx,
  userNid: number,
  of: { organisationNid: number; accountType: EnrolledType; validUntilMs: number | null },
): Promise<void> {
  const values = { organisation_nid: of.organisationNid, account_type: of.accountType, valid_until_ms: of.validUntilMs }
  await tx.updateTable('account').set(values).where('user_nid', '=', userNid).execute()
}

/** Gives an account an address; false where it is another's. Its own is confirmed anew. */
export async function insertAddress(tx: Tx, address: string, owner: { userNid: number; now: number }): Promise<boolean> {
  const result = await sql`
    INSERT INTO account_address (address, user_nid, verified_at_ms) VALUES (${address}, ${owner.userNid}, ${owner.now})
    ON CONFLICT (address) DO UPDATE SET verified_at_ms = excluded.verified_at_ms WHERE account_address.user_nid = excluded.user_nid
  `.execute(tx)
  return result.numAffectedRows === 1n
}

/** The addresses of an account. */
export async function listAddresses(db: Db, userNid: number): Promise<AccountAddress[]> {
  const query = db.selectFrom('account_address').select(['address', 'verified_at_ms as verifiedAtMs'])
  return query.where('user_nid', '=', userNid).orderBy('address').limit(100).execute()
}

/** Takes an address, or all of them, from an account. */
export async function deleteAddresses(db: Db | Tx, userNid: number, address?: string): Promise<void> {
  const query = db.deleteFrom('account_address').where('user_nid', '=', userNid)
  await (address === undefined ? query : query.where('address', '=', address)).execute()
}

/** The account of an address, whatever its state. */
export async function findByAddress(db: Db | Tx, address: string): Promise<EnrolledAccount | undefined> {
  const { rows } = await sql<EnrolledAccount>`
    SELECT ${COLUMNS} FROM account_address e JOIN account a ON a.user_nid = e.user_nid WHERE e.address = ${address}
  `.execute(db)
  return rows[0]
}

/** The account of a user id, as its organisation sees it. */
export async function findEnrolled(db: Db | Tx, userId: string): Promise<EnrolledAccount | undefined> {
  const { rows } = await sql<EnrolledAccount>`SELECT ${COLUMNS} FROM account a WHERE a.user_id = ${userId}`.execute(db)
  return rows[0]
}

/** An account in a list of its organisation. */
export interface ListedAccount extends EnrolledAccount {
  displayName: string | null
  addresses: string[]
  lastSeenAtMs: number | null
}

/** The accounts of an organisation in the order of their user ids, after one of them. */
export async function listOfOrganisation(
  db: Db,
  organisationNid: number,
  page: { after: string; limit: number; text: string | undefined },
): Promise<ListedAccount[]> {
  const pattern = page.text === undefined ? null : `%${page.text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows } = await sql<ListedAccount>`
    SELECT ${COLUMNS}, p.displayname AS "displayName",
      array(SELECT e.address FROM account_address e WHERE e.user_nid = a.user_nid ORDER BY e.address) AS addresses,
      (SELECT max(d.last_seen_at_ms) FROM device d WHERE d.user_nid = a.user_nid) AS "lastSeenAtMs"
    FROM account a LEFT JOIN profile p ON p.user_id = a.user_id
    WHERE a.organisation_nid = ${organisationNid} AND a.user_id > ${page.after}
      AND (${pattern}::text IS NULL OR a.user_id LIKE ${pattern}::text OR lower(p.displayname) LIKE ${pattern}::text
        OR EXISTS (SELECT 1 FROM account_address e WHERE e.user_nid = a.user_nid AND e.address LIKE ${pattern}::text))
    ORDER BY a.user_id LIMIT ${page.limit}
  `.execute(db)
  return rows
}

/** Lets accounts whose time is over expire, a few at a time. */
export async function expireDue(db: Db, now: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    UPDATE account SET state = 'expired' WHERE user_nid IN (
      SELECT user_nid FROM account WHERE state IN ('active', 'watched') AND valid_until_ms <= ${now} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING user_id AS "userId"
  `.execute(db)
  return rows.map((row) => row.userId)
}

/** An account whose end comes near. */
export interface EndingAccount {
  userId: string
  userNid: number
  accountType: EnrolledType
  validUntilMs: number
  address: string | null
}

/** Accounts that end within a time and were not reminded of it for `days`. */
export async function listEnding(db: Db, due: { now: number; days: number; withinMs: number; limit: number }): Promise<EndingAccount[]> {
  const { rows } = await sql<EndingAccount>`
    SELECT a.user_id AS "userId", a.user_nid AS "userNid", a.account_type AS "accountType", a.valid_until_ms AS "validUntilMs",
      (SELECT min(e.address) FROM account_address e WHERE e.user_nid = a.user_nid) AS address
    FROM account a WHERE a.state IN ('active', 'watched') AND a.valid_until_ms > ${due.now} AND a.valid_until_ms <= ${due.now + due.withinMs}
      AND NOT EXISTS (SELECT 1 FROM account_reminder r WHERE r.user_nid = a.user_nid AND r.valid_until_ms = a.valid_until_ms AND r.days <= ${due.days})
    ORDER BY a.valid_until_ms LIMIT ${due.limit}
  `.execute(db)
  return rows
}

/** Notes that somebody is reminded; false where another process does so already. */
export async function insertReminder(tx: Tx, reminder: { userNid: number; validUntilMs: number; days: number }): Promise<boolean> {
  const values = { user_nid: reminder.userNid, valid_until_ms: reminder.validUntilMs, days: reminder.days }
  const result = await tx.insertInto('account_reminder').values(values).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Moves the end of an account; one that had expired comes back, one in any other state stays as it is. Gives back whose it is. */
export async function setValidity(tx: Tx, userNid: number, validUntilMs: number | null): Promise<string | undefined> {
  const { rows } = await sql<{ userId: string }>`
    UPDATE account SET valid_until_ms = ${validUntilMs}, state = CASE state WHEN 'expired' THEN 'active' ELSE state END
    WHERE user_nid = ${userNid} RETURNING user_id AS "userId"
  `.execute(tx)
  return rows[0]?.userId
}

/** Sets a state where it is one of `from`; false where it is another. */
export async function moveState(db: Db | Tx, userNid: number, move: { from: readonly AccountState[]; to: AccountState }): Promise<boolean> {
  const query = db.updateTable('account').set({ state: move.to }).where('user_nid', '=', userNid).where('state', 'in', [...move.from])
  return (await query.executeTakeFirst()).numUpdatedRows === 1n
}
