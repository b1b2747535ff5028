// Row types of events that are sent later.
import type { Generated } from 'kysely'

/** See migrations 0133 and 0232. */
export interface DelayedEventTable {
  delay_id: string
  user_id: string
  user_nid: number
  device_nid: number
  room_id: string
  type: string
  state_key: string | null
  txn_id: string | null
  content: string
  attach_media: string[] | null
  delay_ms: number
  since_ms: number
  due_at_ms: number
  state: Generated<string>
  by_action: Generated<boolean>
  finalised_at_ms: number | null
  event_id: string | null
  error: string | null
}

/** The tables of this feature. */
export interface DelayedEventsTables {
  delayed_event: DelayedEventTable
}
