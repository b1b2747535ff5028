// Row types of recoveries.
import type { Role } from '@chappe/policy'
import type { Generated } from 'kysely'

/** See migration 0298. */
export interface RecoveryTable {
  recovery_id: string
  user_nid: number
  asked_by: number
  asked_as: Role
  asked_at_ms: number
  reason: string
  agreed_by: Generated<number | null>
  agreed_at_ms: Generated<number | null>
}

/** The tables of this feature. */
export interface RecoveryTables {
  recovery: RecoveryTable
}
