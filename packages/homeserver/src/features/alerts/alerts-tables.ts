// Row type of alerts.
import type { Generated } from 'kysely'

/** See migration 0285. */
export interface AlertTable {
  alert_nid: Generated<number>
  at_ms: number
  kind: string
  user_nid: number
  device_id: string
  detail: string
}

/** The tables of this feature. */
export interface AlertsTables {
  alert: AlertTable
}
