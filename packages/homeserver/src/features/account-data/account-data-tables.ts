// Row types of account data and filters.
import type { Generated } from 'kysely'

/** See migrations 0060 and 0134. */
export interface AccountDataTable {
  user_id: string
  /** 0: of the account itself. */
  room_nid: number
  type: string
  content: string
  position: number
  deleted: Generated<boolean>
}

/** See migration 0062. */
export interface SyncFilterTable {
  filter_nid: Generated<number>
  user_id: string
  content_hash: Buffer
  content: string
}

/** The tables of this feature. */
export interface AccountDataTables {
  account_data: AccountDataTable
  sync_filter: SyncFilterTable
}
