// Row type of accounts with limits of their own.

/** See migration 0159. */
export interface RateOverrideTable {
  user_id: string
  per_second: number
  burst: number
}

/** The tables of this feature. */
export interface AdminTables {
  rate_override: RateOverrideTable
}
