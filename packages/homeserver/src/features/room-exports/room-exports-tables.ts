// Row type of conversations that were taken along.
import type { Generated } from 'kysely'

/** See migration 0485. */
export interface RoomExportTable {
  export_nid: Generated<number>
  action_nid: number
  at_ms: number
  user_nid: number
  device_nid: number
  room_id: string
  format: string
  with_files: boolean
  from_ms: number | null
  to_ms: number | null
  said_at_ms: number | null
  message_count: number | null
  file_count: number | null
  byte_count: number | null
}

/** The tables of this feature. */
export interface RoomExportsTables {
  room_export: RoomExportTable
}
