// Row types of what is kept how long.

/** See migration 0305. */
export interface StreamTimeTable {
  at_ms: number
  position: number
}

/** See migration 0306. */
export interface RoomRetentionTable {
  room_nid: number
  purged_to: number
}

/** The tables of this feature. */
export interface RetentionTables {
  stream_time: StreamTimeTable
  room_retention: RoomRetentionTable
}
