// What the administration of accounts needs.
import type { Db } from '../../db/pool.ts'
import type { RateLimits } from '../../http/rate-limits.ts'
import type { AccountAdministration } from '../accounts/accounts.ts'
import type { Audit } from '../audit/audit.ts'

/** What administrators set in profiles. */
export interface ProfileEditor {
  setFieldOf(userId: string, field: { key: string; body: object }): Promise<void>
}

/** What the operations need. */
export interface AdminDeps {
  db: Db
  audit: Audit
  accounts: AccountAdministration
  profiles: ProfileEditor
  rateLimits: RateLimits
  /** The version of the server. */
  version: string
}
