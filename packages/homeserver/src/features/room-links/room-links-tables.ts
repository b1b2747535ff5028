// Row types of join links.
import type { Generated } from 'kysely'

/** See migration 0302. */
export interface RoomLinkTable {
  link_nid: Generated<number>
  link_id: string
  token_hash: Buffer
  room_nid: number
  created_by: string
  created_at_ms: number
  expires_at_ms: number
  max_uses: number
  use_count: Generated<number>
  revoked_at_ms: number | null
}

/** See migration 0304. */
export interface RoomLinkUseTable {
  link_nid: number
  user_id: string
  at_ms: number
  joined_at_ms: number | null
}

/** The tables of this feature. */
export interface RoomLinksTables {
  room_link: RoomLinkTable
  room_link_use: RoomLinkUseTable
}
