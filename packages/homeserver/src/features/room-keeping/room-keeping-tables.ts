// Row type of rooms without an admin.
import type { Generated } from 'kysely'

/** See migration 0300. */
export interface RoomHandoverTable {
  handover_nid: Generated<number>
  room_nid: number
  organisation_nid: number | null
  reason: 'admin_left' | 'admins_stopped'
  last_admin: string
  since_ms: number
  taken_by: string | null
  taken_at_ms: number | null
}

/** The tables of this feature. */
export interface RoomKeepingTables {
  room_handover: RoomHandoverTable
}
