// SQL of what rooms have to know of accounts.
import type { AccountType } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'

/** What the rules for rooms ask of an account. */
export interface AccountFactsRow {
  userId: string
  accountType: AccountType
  organisationId: string | null
}

/** The facts of some accounts; who has none is left out. */
export async function listAccountFacts(db: Db, userIds: readonly string[]): Promise<AccountFactsRow[]> {
  const { rows } = await sql<AccountFactsRow>`SELECT a.user_id AS "userId", a.account_type AS "accountType", o.organisation_id AS "organisationId"
    FROM account a LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid WHERE a.user_id = ANY(${userIds}::text[])`.execute(db)
  return rows
}
