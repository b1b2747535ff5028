// Row type of alerts.
import type { Generated } from 'kysely'

/** See migrations 0285 and 0415. */
export interface AlertTable {
  alert_nid: Generated<number>
  at_ms: number
  kind: string
  user_nid: number
  device_id: string
  detail: string
  handled_by: number | null
  handled_at_ms: number | null
  case_nid: number | null
}

/** The tables of this feature. */
export interface AlertsTables {
  alert: AlertTable
}
