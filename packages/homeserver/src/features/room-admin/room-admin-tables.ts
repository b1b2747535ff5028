// Row types of blocked and removed rooms.

/** See migration 0158. */
export interface RoomBlockTable {
  room_id: string
  user_nid: number
  at_ms: number
}

/** See migration 0160. */
export interface RoomRemovalTable {
  removal_id: string
  room_id: string
  started_at_ms: number
  status: 'shutting_down' | 'complete' | 'failed'
  result: string | null
  /** See migration 0201. */
  purging_nid: number | null
}

/** The tables of this feature. */
export interface RoomAdminTables {
  room_block: RoomBlockTable
  room_removal: RoomRemovalTable
}
