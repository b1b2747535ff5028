// Row types of rooms, events, state and membership.
import type { Generated } from 'kysely'

/** See migration 0002. */
export interface RoomTable {
  room_nid: Generated<number>
  room_id: string
  version: string
  published: Generated<boolean>
  created_at_ms: number
}

/** See migration 0003. */
export interface EventTable {
  room_nid: number
  position: number
  event_id: string
  type: string
  state_key: string | null
  sender: string
  notify_ordinal: number
  device_nid: number | null
  txn_id: string | null
  redacted_by: string | null
  replaces_state: string | null
  pdu: Buffer
}

/** See migration 0004. */
export interface StateIntervalTable {
  room_nid: number
  type: string
  state_key: string
  from_position: number
  to_position: number | string
  event_id: string
}

/** See migration 0005. */
export interface MembershipTable {
  user_id: string
  room_nid: number
  membership: string
  position: number
  joined_position: number
  joined_ordinal: number
  sent_position: Generated<number>
  sent_ordinal: Generated<number>
  forgotten: Generated<boolean>
}

/** See migration 0006. */
export interface PushExceptionTable {
  user_id: string
  room_nid: number
  position: number
  notify_delta: number
  highlight: boolean
  thread_id: string | null
}

/** See migration 0007. */
export interface ReceiptTable {
  room_nid: number
  user_id: string
  type: string
  thread_id: Generated<string>
  event_id: string
  event_position: number
  notify_ordinal: number
  at_ms: number
  position: number
}

/** See migration 0140. */
export interface MediaAclTable {
  media_id: string
  room_nid: number
  position: number
}

/** See migration 0110. */
export interface RelationTable {
  room_nid: number
  position: number
  event_id: string
  parent_id: string
  parent_position: number
  rel_type: string
  type: string
  sender: string
  annotation_key: string | null
  is_edit: boolean
  thread_id: string | null
  notifies: boolean
  sent_at_ms: number
}

/** The tables of this feature. */
export interface RoomsTables {
  room: RoomTable
  event: EventTable
  state_interval: StateIntervalTable
  membership: MembershipTable
  push_exception: PushExceptionTable
  receipt: ReceiptTable
  media_acl: MediaAclTable
  relation: RelationTable
}
