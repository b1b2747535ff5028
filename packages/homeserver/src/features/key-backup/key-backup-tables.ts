// Row types of key backup.
import type { Generated } from 'kysely'

/** See migration 0048. */
export interface KeyBackupTable {
  user_nid: number
  version: number
  algorithm: string
  auth_data: string
  etag: Generated<number>
  session_count: Generated<number>
  session_bytes: Generated<number>
  deleted: Generated<boolean>
}

/** See migration 0049. */
export interface KeyBackupSessionTable {
  user_nid: number
  version: number
  room_id: string
  session_id: string
  first_message_index: number
  forwarded_count: number
  is_verified: boolean
  session_data: string
}

/** The tables of this feature. */
export interface KeyBackupTables {
  key_backup: KeyBackupTable
  key_backup_session: KeyBackupSessionTable
}
