// Row types of search.

/** See migration 0174. */
export interface SearchEntryTable {
  room_nid: number
  position: number
  target_position: number
  kind: number
  sender: string
  origin_server_ts: number
  is_current: boolean
  words: string
}

/** The tables of this feature. */
export interface SearchTables {
  search_entry: SearchEntryTable
}
