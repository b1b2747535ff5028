// Row type of media.
import type { Generated } from 'kysely'

/** See migrations 0068, 0142 and 0233. */
export interface MediaTable {
  media_id: string
  user_id: string
  created_at_ms: number
  expires_at_ms: number | null
  content_hash: Buffer | null
  byte_length: number | null
  content_type: string | null
  file_name: string | null
  kind: Generated<string>
  uploaded_position: Generated<number>
  purged_position: number | null
  quarantined_at_ms: number | null
  quarantined_by: string | null
}

/** See migration 0297. */
export interface DeviceProbationTable {
  device_nid: number
  files: number
}

/** The tables of this feature. */
export interface MediaTables {
  device_probation: DeviceProbationTable
  media: MediaTable
}
