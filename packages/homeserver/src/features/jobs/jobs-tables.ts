// Row type of jobs.

/** See migration 0510. */
export interface AccountJobTable {
  user_nid: number
  title: string
  service: string
  phone: string
  place: string
  changed_at_ms: number
}

/** The tables of this feature. */
export interface JobsTables {
  account_job: AccountJobTable
}
