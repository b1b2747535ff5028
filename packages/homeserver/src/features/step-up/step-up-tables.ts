// Row types of step-up.

/** See migration 0296. */
export interface StepUpTable {
  device_nid: number
  touched_at_ms: number
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
