// Row types of step-up.
import type { Generated } from 'kysely'

/** See migrations 0296 and 0371. */
export interface StepUpTable {
  device_nid: number
  touched_at_ms: number
  is_bound: Generated<boolean>
}

/** See migration 0296. */
export interface StepUpTicketTable {
  ticket: string
  device_nid: number
  act: string
  expires_at_ms: number
}

/** The tables of this feature. */
export interface StepUpTables {
  step_up: StepUpTable
  step_up_ticket: StepUpTicketTable
}
