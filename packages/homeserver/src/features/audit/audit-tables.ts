// Row type of what administrators did.
import type { Generated } from 'kysely'

/** See migration 0151. */
export interface AdminActionTable {
  action_nid: Generated<number>
  at_ms: number
  operation: string
  user_nid: number
  device_nid: number
  target: string
  outcome: string | null
}

/** The tables of this feature. */
export interface AuditTables {
  admin_action: AdminActionTable
}
