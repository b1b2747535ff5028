// SQL of accounts as administrators see them.
import type { Standing } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** An account with what an administrator decides by. */
export interface AccountDetails extends Standing {
  userId: string
  userNid: number
  isGuest: boolean
  isAdmin: boolean
  createdAtMs: number
  displayName: string | null
  avatarUrl: string | null
  lastSeenAtMs: number | null
}

/** Which accounts are asked for; what is left out does not matter. */
export interface AccountFilter {
  /** A part of the user id or of the display name. */
  text?: string | undefined
  guests: boolean
  /** Closed ones too. */
  deactivated: boolean
  admins?: boolean | undefined
  locked?: boolean | undefined
}

/** A page of accounts, and how many there are. */
export interface AccountPage {
  accounts: AccountDetails[]
  total: number
}

const DETAILS = sql.raw(`a.user_id AS "userId", a.user_nid AS "userNid", a.state, a.is_guest AS "isGuest", a.is_admin AS "isAdmin",
  a.is_suspended AS "isSuspended", a.is_locked AS "isLocked", a.must_enrol AS "mustEnrol", a.created_at_ms AS "createdAtMs", p.displayname AS "displayName",
  p.avatar_url AS "avatarUrl", (SELECT max(d.last_seen_at_ms) FROM device d WHERE d.user_nid = a.user_nid) AS "lastSeenAtMs"`)

/** One account. */
export async function findDetails(db: Db | Tx, userId: string): Promise<AccountDetails | undefined> {
  const result = await sql<AccountDetails>`
    SELECT ${DETAILS} FROM account a LEFT JOIN profile p ON p.user_id = a.user_id WHERE a.user_id = ${userId}
  `.execute(db)
  return result.rows[0]
}

/** Accounts in the order of their user ids. */
export async function listDetails(db: Db, filter: AccountFilter, page: { from: number; limit: number }): Promise<AccountPage> {
  const { text, guests, deactivated, admins, locked } = filter
  const pattern = text === undefined ? null : `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const where = sql`
    (${pattern}::text IS NULL OR a.user_id LIKE ${pattern}::text OR lower(p.displayname) LIKE ${pattern}::text)
    AND (${guests}::boolean OR NOT a.is_guest) AND (${deactivated}::boolean OR a.state <> 'closed')
    AND (${admins ?? null}::boolean IS NULL OR a.is_admin = ${admins ?? null}::boolean)
    AND (${locked ?? null}::boolean IS NULL OR a.is_locked = ${locked ?? null}::boolean)`
  const [rows, count] = await Promise.all([
    sql<AccountDetails>`
      SELECT ${DETAILS} FROM account a LEFT JOIN profile p ON p.user_id = a.user_id
      WHERE ${where} ORDER BY a.user_id LIMIT ${page.limit} OFFSET ${page.from}
    `.execute(db),
    sql<{ total: number }>`
      SELECT count(*)::int AS total FROM account a LEFT JOIN profile p ON p.user_id = a.user_id WHERE ${where}
    `.execute(db),
  ])
  return { accounts: rows.rows, total: count.rows[0]?.total ?? 0 }
}

/** What an administrator may set of an account. */
export interface StandingMarks {
  isAdmin?: boolean | undefined
  isSuspended?: boolean | undefined
  isLocked?: boolean | undefined
}

/** Sets what is given. */
export async function updateStanding(db: Db, userId: string, standing: StandingMarks): Promise<void> {
  const { isAdmin = null, isSuspended = null, isLocked = null } = standing
  await sql`
    UPDATE account SET is_admin = coalesce(${isAdmin}::boolean, is_admin),
      is_suspended = coalesce(${isSuspended}::boolean, is_suspended), is_locked = coalesce(${isLocked}::boolean, is_locked)
    WHERE user_id = ${userId}
  `.execute(db)
}
