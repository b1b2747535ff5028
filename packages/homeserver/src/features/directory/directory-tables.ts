// Row type of room aliases.

/** See migration 0009. */
export interface RoomAliasTable {
  alias: string
  room_nid: number
  creator: string
  created_at_ms: number
}

/** The tables of this feature. */
export interface DirectoryTables {
  room_alias: RoomAliasTable
}
