// SQL of what stopping accounts, and letting them in again, asks of accounts.
import type { AccountState, AccountType, Role } from '@chappe/policy'
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** An account as the desk sees it. Times in milliseconds since 1970. */
export interface AccountRecord {
  userId: string
  userNid: number
  state: AccountState
  isSuspended: boolean
  isLocked: boolean
  mustEnrol: boolean
  isGuest: boolean
  accountType: AccountType
  organisationNid: number | null
  organisationId: string | null
  roles: Role[]
  displayName: string | null
  createdAtMs: number
  validUntilMs: number | null
  lastSeenAtMs: number | null
}

/** Which accounts are asked for. */
export interface RecordFilter {
  /** A part of the user id, of the display name or of an address. */
  text?: string | undefined
  /** Only in one of these states. */
  states?: readonly AccountState[] | undefined
  /** Only of this organisation. */
  organisationNid?: number | undefined
}

const RECORD = sql.raw(`a.user_id AS "userId", a.user_nid AS "userNid", a.state, a.is_suspended AS "isSuspended",
  a.is_locked AS "isLocked", a.must_enrol AS "mustEnrol", a.is_guest AS "isGuest", a.account_type AS "accountType",
  a.organisation_nid AS "organisationNid", o.organisation_id AS "organisationId", p.displayname AS "displayName",
  array(SELECT r.role FROM account_role r WHERE r.user_nid = a.user_nid ORDER BY r.role) AS roles,
  a.created_at_ms AS "createdAtMs", a.valid_until_ms AS "validUntilMs",
  (SELECT max(d.last_seen_at_ms) FROM device d WHERE d.user_nid = a.user_nid) AS "lastSeenAtMs"`)
const FROM = sql.raw(`account a LEFT JOIN profile p ON p.user_id = a.user_id
  LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid`)

/** One account. */
export async function findRecord(db: Db | Tx, userId: string): Promise<AccountRecord | undefined> {
  const rows = await sql<AccountRecord>`SELECT ${RECORD} FROM ${FROM} WHERE a.user_id = ${userId}`.execute(db)
  return rows.rows[0]
}

/** Accounts in the order of their user ids, and how many there are in all. */
export async function listRecords(
  db: Db,
  filter: RecordFilter,
  page: { from: number; limit: number },
): Promise<{ accounts: AccountRecord[]; total: number }> {
  const { text, states = null, organisationNid = null } = filter
  const pattern = text === undefined || text === '' ? null : `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const where = sql`(${pattern}::text IS NULL OR a.user_id LIKE ${pattern}::text OR lower(p.displayname) LIKE ${pattern}::text
      OR EXISTS (SELECT 1 FROM account_address x WHERE x.user_nid = a.user_nid AND x.address LIKE ${pattern}::text))
    AND (${states}::text[] IS NULL OR a.state = ANY(${states}::text[]))
    AND (${organisationNid}::int IS NULL OR a.organisation_nid = ${organisationNid}::int)`
  const [rows, count] = await Promise.all([
    sql<AccountRecord>`SELECT ${RECORD} FROM ${FROM} WHERE ${where} ORDER BY a.user_id LIMIT ${page.limit} OFFSET ${page.from}`.execute(db),
    sql<{ total: number }>`SELECT count(*)::int AS total FROM ${FROM} WHERE ${where}`.execute(db),
  ])
  return { accounts: rows.rows, total: count.rows[0]?.total ?? 0 }
}

/** The addresses an account was enrolled with. */
export async function listAddressesOf(db: Db | Tx, userNid: number): Promise<string[]> {
  const rows = await db.selectFrom('account_address').select('address').where('user_nid', '=', userNid).orderBy('address').execute()
  return rows.map((row) => row.address)
}

/** How many rooms somebody is in, and to how many they are invited. */
export async function countRooms(db: Db, userId: string): Promise<{ joined: number; invited: number }> {
  const rows = await sql<{ joined: number; invited: number }>`SELECT count(*) FILTER (WHERE membership = 'join')::int AS joined,
      count(*) FILTER (WHERE membership = 'invite')::int AS invited FROM membership WHERE user_id = ${userId}`.execute(db)
  return rows.rows[0] ?? { joined: 0, invited: 0 }
}

/** The accounts of an organisation that are not stopped or closed yet. */
export async function listOpenOf(db: Db, organisationNid: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM account
    WHERE organisation_nid = ${organisationNid} AND state NOT IN ('contained', 'closed') ORDER BY user_nid`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** The number of an organisation by the name people type. */
export async function findOrganisationNid(db: Db, organisationId: string): Promise<number | undefined> {
  const row = await db.selectFrom('organisation').select('organisation_nid').where('organisation_id', '=', organisationId).executeTakeFirst()
  return row?.organisation_nid
}

/** Whether an account is found and invited; true for whoever is no account of this server. */
export async function isInvitable(db: Db, userId: string): Promise<boolean> {
  const row = await db.selectFrom('account').select('state').where('user_id', '=', userId).executeTakeFirst()
  return row === undefined || VISIBLE.has(row.state) || row.state === 'closed'
}

const VISIBLE: ReadonlySet<AccountState> = new Set(statesThatAre('isVisible'))

/** Replaces the roles of an account. */
export async function setRoles(tx: Tx, userNid: number, roles: readonly Role[], atMs: number): Promise<void> {
  await sql`DELETE FROM account_role WHERE user_nid = ${userNid} AND role <> ALL(${roles}::text[])`.execute(tx)
  await sql`INSERT INTO account_role (user_nid, role, granted_at_ms)
    SELECT ${userNid}::int, role, ${atMs}::bigint FROM unnest(${roles}::text[]) AS t (role) ON CONFLICT DO NOTHING`.execute(tx)
}

/** The open accounts with a role. */
export async function listWithRole(db: Db | Tx, role: Role): Promise<{ userId: string; userNid: number; mustEnrol: boolean }[]> {
  const rows = await sql<{ userId: string; userNid: number; mustEnrol: boolean }>`
    SELECT a.user_id AS "userId", a.user_nid AS "userNid", a.must_enrol AS "mustEnrol"
    FROM account_role r JOIN account a USING (user_nid)
    WHERE r.role = ${role} AND a.state <> 'closed' ORDER BY a.user_nid`.execute(db)
  return rows.rows
}
