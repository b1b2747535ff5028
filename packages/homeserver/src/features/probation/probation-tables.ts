// Row type of the links by which somebody says that a new device was somebody else's.

/** See migration 0310. */
export interface TakeoverLinkTable {
  token_hash: Buffer
  user_nid: number
  device_name: string
  ip: string | null
  made_at_ms: number
}

/** The tables of this feature. */
export interface ProbationTables {
  takeover_link: TakeoverLinkTable
}
